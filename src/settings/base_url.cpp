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

/// What is wrong with where the path ends.
std::string path_error(std::string_view url, provider_kind k) {
  while (url.ends_with('/'))
    url.remove_suffix(1);
  const auto added = std::string{added_path(k)};
  for (const auto end :
       {std::string_view{"/chat/completions"},
        k == provider_kind::gemini ? "/models" : added_path(k)})
    if (url.ends_with(end))
      return "must end before " + std::string{end} + ": " + added
             + " is added to it";
  if (k == provider_kind::gemini && url.ends_with("/openai"))
    return "must end before /openai: what is behind that speaks OpenAI's "
           "format, kind openai_compatible";
  const auto whole = default_base_url(k);
  if (whole.starts_with(url) && whole.substr(url.size()).starts_with('/'))
    return "must go on to the version: " + std::string{whole};
  return "";
}

} // namespace

std::string_view added_path(provider_kind k) {
  switch (k) {
    case provider_kind::anthropic:
      return "/messages";
    case provider_kind::gemini:
      return "/models/NAME:generateContent";
    case provider_kind::openai:
    case provider_kind::deepseek:
    case provider_kind::openai_compatible:
      break;
  }
  return "/chat/completions";
}

std::string base_url_error(std::string_view url, provider_kind k) {
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
  return path_error(url, k);
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
