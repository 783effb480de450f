#pragma once

#include "upstream/origin.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::upstream {

/// An HTTP proxy on the way to an origin.
struct proxy {
  std::string host;
  std::uint16_t port = 0;
  std::string authorization; ///< secret; "Basic ..." or ""
};

/// The proxy for `to` as HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY (or
/// their lower-case forms, which win) of the process say. Loopback is never
/// proxied. A proxy that is itself reached over TLS or SOCKS is not supported
/// and counts as none.
std::optional<proxy> proxy_from_environment(const origin& to);

/// "http://user:password@host:port", where all but the host may be missing;
/// nothing for every other scheme.
std::optional<proxy> parse_proxy_url(std::string_view url);

/// Whether a NO_PROXY value covers `to`: names with their subdomains,
/// addresses, networks as 10.0.0.0/8, each with an optional port, or "*".
bool bypasses_proxy(std::string_view no_proxy, const origin& to);

} // namespace bellwether::upstream
