#include "simulator/base64.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>

namespace bellwether::simulator {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string bytes_of(const std::vector<float>& numbers) {
  std::string bytes;
  bytes.reserve(numbers.size() * 4);
  for (const auto x : numbers) {
    const auto bits = std::bit_cast<std::uint32_t>(x);
    for (unsigned shift = 0; shift < 32; shift += 8) {
      bytes += static_cast<char>((bits >> shift) & 0xffU);
    }
  }
  return bytes;
}

} // namespace

std::optional<std::size_t> decoded_size(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  const bool good = std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
           || (c >= '0' && c <= '9') || c == '+' || c == '/';
  });
  if (!good) {
    return std::nullopt;
  }
  return (text.size() + padding) / 4 * 3 - padding;
}

std::string base64_of(const std::vector<float>& numbers) {
  const auto bytes = bytes_of(numbers);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto group = std::string_view{bytes}.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const auto byte =
          k < group.size() ? static_cast<unsigned char>(group[k]) : 0U;
      bits = (bits << 8U) | byte;
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= group.size() ? alphabet[(bits >> (18 - 6 * k)) & 63U] : '=';
    }
  }
  return text;
}

} // namespace bellwether::simulator
