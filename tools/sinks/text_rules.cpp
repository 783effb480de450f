#include "sinks/text_rules.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <regex>

namespace bellwether::sinks {

namespace {

unsigned char byte(char c) {
  return static_cast<unsigned char>(c);
}

bool is_continuation(char c) {
  return (byte(c) & 0xC0U) == 0x80U;
}

unsigned number(std::string_view digits) {
  unsigned out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

} // namespace

std::size_t characters(std::string_view text) {
  return text.size()
         - static_cast<std::size_t>(
             std::ranges::count_if(text, is_continuation));
}

bool is_moment(std::string_view text) {
  static const std::regex shape{
      R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))"};
  if (!std::regex_match(text.begin(), text.end(), shape)) {
    return false;
  }
  const auto part = [&](std::size_t at, std::size_t size) {
    return number(text.substr(at, size));
  };
  const std::chrono::year_month_day day{
      std::chrono::year{static_cast<int>(part(0, 4))},
      std::chrono::month{part(5, 2)}, std::chrono::day{part(8, 2)}};
  const bool zulu = text.ends_with('Z');
  const auto zone = zulu ? 0 : text.size() - 5;
  return day.ok() && part(11, 2) < 24 && part(14, 2) < 60 && part(17, 2) < 61
         && (zulu || (part(zone, 2) < 24 && part(zone + 3, 2) < 60));
}

bool is_web_address(std::string_view text, bool secure) {
  const std::string_view scheme = text.starts_with("https://") ? "https://"
                                  : !secure && text.starts_with("http://")
                                      ? "http://"
                                      : "";
  const auto rest = text.substr(scheme.size());
  const auto host = rest.substr(0, rest.find_first_of("/?#"));
  return !scheme.empty() && !host.empty() && !host.starts_with(':')
         && std::ranges::all_of(rest, [](char c) {
              return byte(c) > 0x20U && byte(c) != 0x7FU && c != '<' && c != '>'
                     && c != '"';
            });
}

std::optional<std::string> from_base64(std::string_view text) {
  const auto padding =
      text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
  const auto digits = text.substr(0, text.size() - padding);
  const bool good = text.size() % 4 == 0 && padding <= 2
                    && std::ranges::all_of(digits, [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9') || c == '+'
                                || c == '/';
                       });
  if (!good) {
    return std::nullopt;
  }
  std::basic_string<unsigned char> out(text.size() / 4 * 3, 0);
  const std::basic_string<unsigned char> in{text.begin(), text.end()};
  EVP_DecodeBlock(out.data(), in.data(), static_cast<int>(in.size()));
  return std::string{out.begin(),
                     out.end() - static_cast<std::ptrdiff_t>(padding)};
}

} // namespace bellwether::sinks
