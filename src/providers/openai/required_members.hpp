#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace bellwether::providers {

/// Ticks off the members that an object must have, each once: of a repeated one
/// nobody knows which a reader takes. At most 32.
class required_members {
public:
  /// `names` must outlive this.
  explicit required_members(std::span<const std::string_view> names)
      : names_(names) {}

  /// Whether the key is one of them.
  bool tick(std::string_view key) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] != key)
        continue;
      repeated_ = repeated_ || (seen_ >> i & 1U) != 0;
      seen_ |= 1U << i;
      return true;
    }
    return false;
  }

  bool all_once() const {
    return !repeated_ && seen_ == (1U << names_.size()) - 1;
  }

  /// Whether only the last one is missing.
  bool all_but_last() const {
    return !repeated_ && seen_ == (1U << (names_.size() - 1)) - 1;
  }

private:
  std::span<const std::string_view> names_;
  unsigned seen_ = 0;
  bool repeated_ = false;
};

} // namespace bellwether::providers
