#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace bellwether::storage {

/// Reads what byte_writer wrote, any bytes: once something is not as it writes
/// it, nothing is right any more, and what is read is 0 or empty.
class byte_reader {
public:
  explicit byte_reader(std::string_view from) : left_{from} {}

  std::uint8_t byte() {
    if (left_.empty()) {
      good_ = false;
      return 0;
    }
    const auto value = static_cast<std::uint8_t>(left_.front());
    left_.remove_prefix(1);
    return value;
  }

  /// At most `most`.
  std::uint8_t byte(std::uint8_t most) {
    const auto value = byte();
    good_ = good_ && value <= most;
    return value;
  }

  std::uint64_t number(
      std::uint64_t most = std::numeric_limits<std::uint64_t>::max()) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto next = byte();
      value |= std::uint64_t{next & 0x7FU} << shift;
      // No bits beyond 64, and no zeros in front: one number, one way.
      good_ = good_ && (shift < 63 || next <= 1) && (shift == 0 || next != 0);
      if (!good_ || next < 0x80)
        break;
    }
    good_ = good_ && value <= most;
    return good_ ? value : 0;
  }

  std::int64_t signed_number() {
    const auto bits = number();
    const auto magnitude = static_cast<std::int64_t>(bits >> 1U);
    return (bits & 1U) != 0 ? ~magnitude : magnitude;
  }

  /// A part of what is read.
  std::string_view text() {
    const auto length = number();
    if (length > left_.size()) {
      good_ = false;
      return {};
    }
    const auto value = left_.substr(0, length);
    left_.remove_prefix(length);
    return value;
  }

  /// What was read cannot be.
  void refuse() { good_ = false; }

  /// All was right, and nothing is left.
  bool is_done() const { return good_ && left_.empty(); }

private:
  std::string_view left_;
  bool good_ = true;
};

} // namespace bellwether::storage
