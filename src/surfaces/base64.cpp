#include "surfaces/base64.hpp"

#include <cstdint>

namespace bellwether::surfaces {

namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
  return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
}

// 64 for what is not in the alphabet.
constexpr std::uint32_t value_of(char c) {
  const auto code = static_cast<std::uint32_t>(static_cast<unsigned char>(c));
  if (c >= 'A' && c <= 'Z')
    return code - 'A';
  if (c >= 'a' && c <= 'z')
    return code - 'a' + 26;
  if (c >= '0' && c <= '9')
    return code - '0' + 52;
  return c == '+' ? 62 : c == '/' ? 63 : 64;
}

} // namespace

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const auto group = byte_at(bytes, at) << 16U | byte_at(bytes, at + 1) << 8U
                       | byte_at(bytes, at + 2);
    for (const auto shift : {18U, 12U, 6U, 0U})
      out += alphabet[group >> shift & 63U];
  }
  const auto missing = (3 - bytes.size() % 3) % 3;
  out.replace(out.size() - missing, missing, missing, '=');
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0)
    return std::nullopt;
  const auto padded = text;
  while (padded.size() - text.size() < 2 && text.ends_with('='))
    text.remove_suffix(1);
  std::string out;
  out.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const auto value = value_of(c);
    if (value > 63)
      return std::nullopt;
    bits = bits << 6U | value;
    held += 6;
    if (held < 8)
      continue;
    held -= 8;
    out += static_cast<char>(bits >> held & 255U);
  }
  return out;
}

} // namespace bellwether::surfaces
