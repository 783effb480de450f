#include "upstream/origin.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace bellwether::upstream {

namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return lower(c); });
  return result;
}

bool takes_scheme(std::string_view& url, std::string_view scheme) {
  if (lower(url.substr(0, scheme.size())) != scheme)
    return false;
  url.remove_prefix(scheme.size());
  return true;
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.'
         || c == '-' || c == '_';
}

bool is_name(std::string_view host) {
  return !host.empty() && host.front() != '.'
         && std::all_of(host.begin(), host.end(), is_name_char);
}

bool is_path_char(char c) {
  return c > ' ' && c < '\x7f' && c != '?' && c != '#' && c != '"' && c != '<'
         && c != '>' && c != '\\';
}

bool is_ipv6(const std::string& host) {
  in6_addr unused{};
  return ::inet_pton(AF_INET6, host.c_str(), &unused) == 1;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc{} || stop != end || port == 0)
    return std::nullopt;
  return port;
}

} // namespace

std::string host_and_port(std::string_view host, std::uint16_t port) {
  std::string result;
  const bool v6 = host.find(':') != std::string_view::npos;
  result.append(v6 ? "[" : "").append(host).append(v6 ? "]:" : ":");
  return result.append(std::to_string(port));
}

std::string origin::authority() const {
  auto result = host_and_port(host, port);
  if (port == (tls ? https_port : http_port))
    result.resize(result.rfind(':'));
  return result;
}

std::optional<host_port> parse_host_port(std::string_view text) {
  host_port result;
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos)
      return std::nullopt;
    result.host = lower(text.substr(1, close - 1));
    text.remove_prefix(close + 1);
    if (!is_ipv6(result.host))
      return std::nullopt;
  } else {
    result.host = lower(text.substr(0, text.find(':')));
    text.remove_prefix(result.host.size());
    if (!is_name(result.host))
      return std::nullopt;
  }
  if (text.empty())
    return result;
  if (!text.starts_with(':'))
    return std::nullopt;
  result.port = parse_port(text.substr(1));
  if (!result.port)
    return std::nullopt;
  return result;
}

std::optional<origin> parse_base_url(std::string_view url) {
  origin result;
  result.tls = takes_scheme(url, "https://");
  if (!result.tls && !takes_scheme(url, "http://"))
    return std::nullopt;
  const auto slash = std::min(url.find('/'), url.size());
  auto path = url.substr(slash);
  auto where = parse_host_port(url.substr(0, slash));
  if (!where || !std::all_of(path.begin(), path.end(), is_path_char))
    return std::nullopt;
  while (path.ends_with('/'))
    path.remove_suffix(1);
  result.host = std::move(where->host);
  result.port = where->port.value_or(result.tls ? https_port : http_port);
  result.prefix = path;
  return result;
}

} // namespace bellwether::upstream
