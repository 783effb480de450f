#include "providers/safe_text.hpp"

#include "providers/utf8.hpp"

#include <algorithm>
#include <array>

namespace bellwether::providers {

namespace {

constexpr std::string_view mask = "[masked]";
// More than this of a provider's message is of no use to anybody.
constexpr std::size_t read_limit = 4096;
constexpr std::size_t long_run = 20;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_alpha(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}
bool is_alnum(char c) {
  return is_digit(c) || is_alpha(c);
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// C0, C1, and the marks that reorder or hide text.
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F)
         || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)
         || c == 0xFEFF;
}

std::string printable(std::string_view text) {
  std::string out;
  const auto blank = [&out] {
    if (!out.empty() && out.back() != ' ')
      out += ' ';
  };
  while (!text.empty() && out.size() < read_limit) {
    const auto [value, bytes] = decode_utf8(text);
    if (value == ' ' || value == '\n' || value == '\t' || value == '\r')
      blank();
    else if (!is_control(value))
      append_utf8(out, value);
    text.remove_prefix(bytes);
  }
  if (out.ends_with(' '))
    out.pop_back();
  return out;
}

// What a key, a token or an address is made of; everything else ends a word.
bool in_word(char c) {
  return is_alnum(c)
         || std::string_view("-_.+/=*~:?&%").find(c) != std::string_view::npos;
}

bool names_a_key(std::string_view word) {
  static constexpr std::array<std::string_view, 10> openings{
      "sk-",  "AIza", "gsk_",  "xai-", "pplx-",
      "key-", "hf_",  "ya29.", "eyJ",  "AKIA"};
  return std::any_of(openings.begin(), openings.end(), [&](auto opening) {
    for (auto at = word.find(opening); at != word.npos;
         at = word.find(opening, at + 1)) {
      if (at == 0 || !is_alnum(word[at - 1]))
        return true;
    }
    return false;
  });
}

// Letters and digits mixed over a length that no name has: hex, base64, ids.
bool has_long_run(std::string_view word) {
  std::size_t run = 0;
  bool digit = false;
  bool alpha = false;
  for (const char c : word) {
    if (!is_alnum(c) && c != '_' && c != '+') {
      run = 0;
      digit = alpha = false;
      continue;
    }
    ++run;
    digit = digit || is_digit(c);
    alpha = alpha || is_alpha(c);
    if (run >= long_run && digit && alpha)
      return true;
  }
  return false;
}

// `key=...`, `api_key:...`, `token=...` in an address or a dump of settings.
bool carries_a_value(std::string_view word) {
  static constexpr std::array<std::string_view, 6> names{
      "key=", "key:", "token=", "token:", "secret=", "password="};
  std::string low(word);
  std::transform(low.begin(), low.end(), low.begin(), lower);
  return std::any_of(names.begin(), names.end(), [&](auto name) {
    const auto at = low.find(name);
    return at != low.npos && at + name.size() < low.size();
  });
}

bool same(std::string_view word, std::string_view name) {
  return std::equal(word.begin(), word.end(), name.begin(), name.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

bool is_plain_word(std::string_view word) {
  return std::all_of(word.begin(), word.end(), is_lower);
}

// What follows "Bearer" or "Basic" is a secret unless it is a common word.
bool looks_secret(std::string_view word, std::string_view before) {
  const bool announced = same(before, "bearer") || same(before, "basic");
  return names_a_key(word) || has_long_run(word) || carries_a_value(word)
         || (announced && !is_plain_word(word));
}

std::string masked(std::string_view text) {
  std::string out;
  std::string_view before;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), in_word);
    const auto word =
        text.substr(0, static_cast<std::size_t>(end - text.begin()));
    if (word.empty()) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    out += looks_secret(word, before) ? mask : word;
    before = word;
    text.remove_prefix(word.size());
  }
  return out;
}

} // namespace

std::string safe_text(std::string_view text, std::size_t max_bytes) {
  auto out = masked(printable(text.substr(0, 2 * read_limit)));
  if (out.size() <= max_bytes)
    return out;
  auto end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80)
    --end;
  out.resize(end);
  return out;
}

std::string safe_code(std::string_view code) {
  const auto allowed = [](char c) {
    return is_alnum(c) || c == '_' || c == '-' || c == '.';
  };
  if (code.size() > 64 || !std::all_of(code.begin(), code.end(), allowed)
      || names_a_key(code))
    return {};
  return std::string(code);
}

} // namespace bellwether::providers
