#include "domain/text.hpp"

namespace bellwether::domain {

namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

} // namespace

std::string clip(std::string_view text, std::size_t max_bytes) {
  constexpr std::string_view mark = "...";
  if (text.size() <= max_bytes)
    return std::string{text};
  std::size_t end = max_bytes > mark.size() ? max_bytes - mark.size() : 0;
  while (end > 0 && continues_character(text[end]))
    --end;
  std::string out{text.substr(0, end)};
  out += mark;
  return out;
}

} // namespace bellwether::domain
