#include "settings/header_rules.hpp"

#include <algorithm>
#include <array>

namespace bellwether::settings {

namespace {

constexpr std::size_t max_name_bytes = 128;
constexpr std::size_t max_value_bytes = 4096;

constexpr std::array<std::string_view, 13> reserved{
    "connection",       "content-encoding",
    "content-length",   "content-type",
    "expect",           "host",
    "keep-alive",       "proxy-authorization",
    "proxy-connection", "te",
    "trailer",          "transfer-encoding",
    "upgrade"};

bool is_token_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9')
         || std::string_view{"!#$%&'*+-.^_`|~"}.find(c)
                != std::string_view::npos;
}

/// Where the kind has its key, in lower case.
std::string_view key_header(provider_kind k) {
  if (k == provider_kind::anthropic)
    return "x-api-key";
  return k == provider_kind::gemini ? "x-goog-api-key" : "authorization";
}

} // namespace

std::string header_name_error(std::string_view name, provider_kind k) {
  if (name.empty() || name.size() > max_name_bytes
      || !std::all_of(name.begin(), name.end(), is_token_char))
    return "is no header name: letters, digits and - are allowed, 1 to 128 of "
           "them";
  std::string lower{name};
  for (char& c : lower)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "authorization" || lower == key_header(k))
    return "must not be set here: the key comes from api_key_env or "
           "api_key_file";
  if (std::find(reserved.begin(), reserved.end(), lower) != reserved.end())
    return "must not be set here: Bellwether sets it for each request";
  return "";
}

std::string header_value_error(std::string_view value) {
  if (value.empty() || value.size() > max_value_bytes)
    return "must be a text of 1 to 4096 characters";
  const bool printable = std::all_of(value.begin(), value.end(), [](char c) {
    return c == '\t' || (c >= 0x20 && c < 0x7f);
  });
  if (!printable || value.front() == ' ' || value.back() == ' ')
    return "must hold no line breaks, control or non-ASCII characters, and no "
           "blank at either end";
  return "";
}

} // namespace bellwether::settings
