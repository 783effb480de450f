#include "settings/load.hpp"

#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/in.h>

namespace bellwether::settings {

namespace {

bool is_v6(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool is_v4(const std::string& host) {
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool is_wildcard(const std::string& host) {
  in6_addr address{};
  return host == "0.0.0.0"
         || (inet_pton(AF_INET6, host.c_str(), &address) == 1
             && IN6_IS_ADDR_UNSPECIFIED(&address));
}

bool is_loopback(const std::string& host) {
  in6_addr address{};
  if (inet_pton(AF_INET6, host.c_str(), &address) == 1)
    return IN6_IS_ADDR_LOOPBACK(&address);
  return host == "localhost" || host.starts_with("127.");
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (text.empty() || error != std::errc{} || stop != end)
    return std::nullopt;
  return port;
}

} // namespace

std::string to_string(const endpoint& e) {
  const bool bare_v6 = e.host.find(':') != std::string::npos;
  return (bare_v6 ? "[" + e.host + "]" : e.host) + ":" + std::to_string(e.port);
}

std::optional<endpoint> parse_endpoint(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos)
    return std::nullopt;
  auto host = text.substr(0, colon);
  const auto port = parse_port(text.substr(colon + 1));
  const bool bracketed = host.starts_with('[') && host.ends_with(']');
  if (bracketed)
    host = host.substr(1, host.size() - 2);
  endpoint e{std::string{host}, port.value_or(0)};
  const bool sane = host.find_first_of(" \t\r\n[]/@?#") == host.npos
                    && host.find('\0') == host.npos && !host.empty();
  if (!port || !sane || bracketed != (host.find(':') != host.npos)
      || (bracketed && !is_v6(e.host)))
    return std::nullopt;
  return e;
}

std::string listen_error(const endpoint& e) {
  if (e.host == "localhost" || is_v4(e.host) || is_v6(e.host))
    return "";
  return "must name an IP address of this machine or localhost";
}

bool clash(const endpoint& a, const endpoint& b) {
  if (a.port == 0 || a.port != b.port)
    return false;
  const auto plain = [](const std::string& host) {
    return host == "localhost" ? std::string{"127.0.0.1"} : host;
  };
  return is_wildcard(a.host) || is_wildcard(b.host)
         || plain(a.host) == plain(b.host);
}

std::vector<std::string> exposure_notes(const endpoint& listen,
                                        const endpoint& control) {
  std::vector<std::string> notes;
  if (!is_loopback(listen.host))
    notes.push_back("listens on " + listen.host
                    + ": other machines reach it, and need a caller's key");
  if (!is_loopback(control.host))
    notes.push_back("control listens on " + control.host
                    + ": everybody who reaches this machine can read health "
                      "and costs");
  return notes;
}

} // namespace bellwether::settings
