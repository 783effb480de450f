#include "providers/utf8.hpp"

namespace bellwether::providers {

void append_utf8(std::string& out, char32_t code_point) {
  const auto put = [&out](char32_t bits) {
    out += static_cast<char>(bits);
  };
  const auto tail = [&](unsigned shift) {
    put(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    tail(0);
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    tail(6);
    tail(0);
  } else {
    put(0xF0 | (code_point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

decoded_code_point decode_utf8(std::string_view text) {
  constexpr decoded_code_point broken{U'\uFFFD', 1};
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80)
    return {first, 1};
  const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < bytes)
    return broken;
  char32_t value = first & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80)
      return broken;
    value = (value << 6) | (next & 0x3FU);
  }
  constexpr char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < least[bytes] || value > 0x10FFFF || surrogate)
    return broken;
  return {value, bytes};
}

} // namespace bellwether::providers
