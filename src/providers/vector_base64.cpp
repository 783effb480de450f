#include "providers/vector_base64.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace bellwether::providers {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t no_digit = 64;

constexpr auto digit_values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  std::uint8_t value = 0;
  for (const char digit : alphabet)
    table[static_cast<unsigned char>(digit)] = value++;
  return table;
}();

// The byte at `place` of the numbers, each written with its lowest byte first.
std::uint32_t byte_at(std::span<const float> numbers, std::size_t place) {
  const auto bits = std::bit_cast<std::uint32_t>(numbers[place / 4]);
  return bits >> (place % 4 * 8) & 0xFFU;
}

} // namespace

std::string to_base64(std::span<const float> numbers) {
  const auto bytes = numbers.size() * 4;
  std::string out;
  out.reserve((bytes + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes; at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (at + i < bytes ? byte_at(numbers, at + i) : 0);
    for (std::size_t i = 0; i < 4; ++i)
      out += at + i > bytes ? '=' : alphabet[group >> (18 - 6 * i) & 63U];
  }
  return out;
}

std::optional<std::vector<float>> from_base64(std::string_view text) {
  for (int i = 0; i < 2 && text.ends_with('='); ++i)
    text.remove_suffix(1);
  // A single digit behind the last group of four holds no whole byte.
  const auto bytes = text.size() * 3 / 4;
  if (text.size() % 4 == 1 || bytes % 4 != 0)
    return std::nullopt;
  std::vector<float> out;
  out.reserve(bytes / 4);
  std::uint32_t bits = 0;
  std::uint32_t group = 0;
  std::size_t taken = 0;
  unsigned held = 0;
  for (const char c : text) {
    const auto digit = digit_values[static_cast<unsigned char>(c)];
    if (digit == no_digit)
      return std::nullopt;
    group = group << 6 | digit;
    held += 6;
    if (held < 8)
      continue;
    held -= 8;
    bits |= (group >> held & 0xFFU) << (taken++ % 4 * 8);
    if (taken % 4 == 0) {
      out.push_back(std::bit_cast<float>(bits));
      bits = 0;
    }
  }
  return out;
}

} // namespace bellwether::providers
