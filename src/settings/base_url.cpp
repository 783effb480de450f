#include "settings/base_url.hpp"

#include "settings/load.hpp"

#include <algorithm>

namespace bellwether::settings {

namespace {

constexpr std::string_view plain = "http://";
constexpr std::string_view secure = "https://";

/// "host:port" of an http or https URL; "" for any other scheme.
std::string_view authority_of(std::string_view url) {
  if (url.starts_with(plain))
    url.remove_prefix(plain.size());
  else if (url.starts_with(secure))
    url.remove_prefix(secure.size());
  else
    return "";
  return url.substr(0, url.find_first_of("/?#"));
}

bool has_port(std::string_view authority) {
  const auto colon = authority.rfind(':');
  return colon != authority.npos && !authority.ends_with(']');
}

/// The endpoint of an authority; port 0 stands for the scheme's own.
std::optional<endpoint> endpoint_of(std::string_view authority) {
  auto full = std::string{authority};
  if (!has_port(authority))
    return parse_endpoint(full + ":0");
  auto parsed = parse_endpoint(full);
  if (parsed && parsed->port == 0)
    return std::nullopt;
  return parsed;
}

} // namespace

std::string base_url_error(std::string_view url) {
  if (!url.starts_with(plain) && !url.starts_with(secure))
    return "must start with http:// or https://";
  if (std::any_of(url.begin(), url.end(), [](char c) {
        return c <= 0x20 || c >= 0x7f || c == '"' || c == '\\';
      }))
    return "must hold no blanks, quotes, control or non-ASCII characters";
  const auto authority = authority_of(url);
  if (authority.find('@') != authority.npos)
    return "must hold no user or password: name the key with api_key_env or "
           "api_key_file";
  if (url.find_first_of("?#") != url.npos)
    return "must hold no query and no fragment";
  if (authority.empty() || authority.starts_with(':'))
    return "must name a host";
  if (!endpoint_of(authority))
    return "must name a host, and a port from 1 to 65535 if any";
  while (url.ends_with('/'))
    url.remove_suffix(1);
  if (url.ends_with("/chat/completions"))
    return "must end before /chat/completions, which is added to it";
  return "";
}

bool is_on_this_machine(std::string_view url) {
  const auto where = endpoint_of(authority_of(url));
  return where
         && (exposure_notes(*where, {}).empty()
             || where->host.ends_with(".localhost"));
}

bool is_readable_on_the_way(std::string_view url) {
  return url.starts_with(plain) && !is_on_this_machine(url);
}

} // namespace bellwether::settings
