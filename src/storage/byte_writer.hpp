#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace bellwether::storage {

/// Appends to a string what byte_reader reads: numbers take as few bytes as
/// they need, seven bits each, the lowest first. The room is made at once.
class byte_writer {
public:
  /// Bytes that a number takes at most.
  static constexpr std::size_t most_of_number = 10;

  /// `most`: what will be written at most. The string has its length when this
  /// is destroyed.
  byte_writer(std::string& to, std::size_t most) : to_{to}, used_{to.size()} {
    to_.resize(used_ + most);
  }
  ~byte_writer() { to_.resize(used_); }
  byte_writer(const byte_writer&) = delete;
  byte_writer& operator=(const byte_writer&) = delete;

  void byte(std::uint8_t value) { to_[used_++] = static_cast<char>(value); }

  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U)
      byte(static_cast<std::uint8_t>(value | 0x80U));
    byte(static_cast<std::uint8_t>(value));
  }

  /// Small in both directions.
  void signed_number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0));
  }

  void text(std::string_view value) {
    number(value.size());
    std::memcpy(to_.data() + used_, value.data(), value.size());
    used_ += value.size();
  }

private:
  std::string& to_;
  std::size_t used_;
};

} // namespace bellwether::storage
