#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::upstream {

/// Where a provider is: a base_url taken apart.
struct origin {
  bool tls = false;
  std::string host; ///< name in lower case, or address; without brackets
  std::uint16_t port = 0;
  std::string prefix; ///< path of the base_url, "" or "/v1"

  /// What the Host header says: the port only if it is not the scheme's own.
  std::string authority() const;
};

/// http:// and https:// URLs without query, fragment or user; nothing for
/// everything else.
std::optional<origin> parse_base_url(std::string_view url);

/// "host:port", an IPv6 address in brackets.
std::string host_and_port(std::string_view host, std::uint16_t port);

/// A host with an optional port: "host", "host:1", "[::1]", "[::1]:1".
struct host_port {
  std::string host;                  ///< in lower case, without brackets
  std::optional<std::uint16_t> port; ///< 1 to 65535
};

/// Nothing if `text` is no such thing, also for an unbracketed IPv6 address.
std::optional<host_port> parse_host_port(std::string_view text);

} // namespace bellwether::upstream
