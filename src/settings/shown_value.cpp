#include "settings/shown_value.hpp"

#include "settings/document.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace bellwether::settings {

namespace {

constexpr std::size_t longest_shown = 60;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// A run of 20 and more letters and digits mixed: no word, no name.
bool has_random_run(std::string_view text) {
  std::size_t letters = 0;
  std::size_t digits = 0;
  for (const char c : text) {
    if (is_letter(c))
      ++letters;
    else if (is_digit(c))
      ++digits;
    else
      letters = digits = 0;
    if (letters + digits >= 20 && digits >= 2 && letters >= 2)
      return true;
  }
  return false;
}

bool looks_secret(std::string_view text) {
  static constexpr std::array<std::string_view, 6> prefixes{
      "sk-", "AIza", "gsk_", "xai-", "hf_", "Bearer "};
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [text](std::string_view prefix) {
                       return text.find(prefix) != std::string_view::npos;
                     })
         || has_random_run(text) || text.find('@') != std::string_view::npos
         || text.find('?') != std::string_view::npos;
}

std::string printable(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, longest_shown))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return out + (text.size() > longest_shown ? "..." : "");
}

std::string shown_number(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.10g", number);
  return text.data();
}

} // namespace

std::string shown(std::string_view text) {
  if (looks_secret(text))
    return "a text that is not shown because it may be a secret";
  return '"' + printable(text) + '"';
}

std::string shown_key(std::string_view key) {
  return printable(key);
}

std::string shown(const node& value) {
  switch (value.what) {
    case node::kind::boolean:
      return value.boolean ? "true" : "false";
    case node::kind::integer:
      return std::to_string(value.integer);
    case node::kind::number:
      return shown_number(value.number);
    case node::kind::text:
      return shown(value.text);
    case node::kind::null:
    case node::kind::list:
    case node::kind::object:
      break;
  }
  return std::string{kind_name(value)};
}

std::string_view kind_name(const node& value) {
  switch (value.what) {
    case node::kind::null:
      return "null";
    case node::kind::boolean:
      return "a truth value";
    case node::kind::integer:
    case node::kind::number:
      return "a number";
    case node::kind::text:
      return "a text";
    case node::kind::list:
      return "a list";
    case node::kind::object:
      return "an object";
  }
  return "unknown";
}

} // namespace bellwether::settings
