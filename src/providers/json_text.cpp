#include "providers/json_members.hpp"
#include "providers/utf8.hpp"

#include <charconv>

namespace bellwether::providers {

namespace {

// The four hex digits at the front of `text`, as a UTF-16 unit.
std::optional<char32_t> utf16_unit(std::string_view text) {
  unsigned unit = 0;
  if (text.size() < 4)
    return std::nullopt;
  const auto* end = text.data() + 4;
  if (std::from_chars(text.data(), end, unit, 16).ptr != end)
    return std::nullopt;
  return static_cast<char32_t>(unit);
}

// Takes the digits behind a "\u" off `rest`, with a second half if there is
// one.
char32_t take_code_point(std::string_view& rest) {
  const auto high = utf16_unit(rest);
  if (!high)
    return U'\uFFFD';
  rest.remove_prefix(4);
  if (*high < 0xD800 || *high > 0xDBFF || !rest.starts_with("\\u"))
    return *high;
  const auto low = utf16_unit(rest.substr(2));
  if (!low || *low < 0xDC00 || *low > 0xDFFF)
    return *high;
  rest.remove_prefix(6);
  return 0x10000 + ((*high - 0xD800) << 10) + (*low - 0xDC00);
}

char simple_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

std::string unescape(std::string_view rest) {
  std::string out;
  while (!rest.empty()) {
    const char c = rest.front();
    rest.remove_prefix(1);
    if (c != '\\' || rest.empty()) {
      out += c;
      continue;
    }
    const char kind = rest.front();
    rest.remove_prefix(1);
    if (kind == 'u')
      append_utf8(out, take_code_point(rest));
    else
      out += simple_escape(kind);
  }
  return out;
}

bool needs_escape(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void append_escape(std::string& out, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  out += '\\';
  switch (c) {
    case '"':
    case '\\':
      out += c;
      return;
    case '\n':
      out += 'n';
      return;
    case '\r':
      out += 'r';
      return;
    case '\t':
      out += 't';
      return;
    default:
      out += "u00";
      out += digits[static_cast<unsigned char>(c) >> 4];
      out += digits[static_cast<unsigned char>(c) & 15];
  }
}

} // namespace

bool key_means(std::string_view key, std::string_view name) {
  // An escaped form is never shorter than what it means.
  if (key.size() <= name.size())
    return key == name;
  if (key.find('\\') == key.npos)
    return false;
  return unescape(key) == name;
}

std::string json_quote(std::string_view text) {
  std::string out = "\"";
  out.reserve(text.size() + 2);
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!needs_escape(text[at]))
      continue;
    out.append(text, copied, at - copied);
    append_escape(out, text[at]);
    copied = at + 1;
  }
  out.append(text, copied);
  out += '"';
  return out;
}

} // namespace bellwether::providers
