#pragma once

#include <cstdint>
#include <string>

namespace bellwether::cli {

/// Where a daemon that is ready can be reached.
struct ready_addresses {
  std::string listen_url;
  std::string control_url;
};

/// "http://HOST:PORT", with brackets around an IPv6 address.
std::string url(const std::string& host, std::uint16_t port);

/// Writes {"pid", "listen": {host, port, url}, "control": {...}} so that a
/// reader never sees half of it. Throws std::runtime_error if it cannot.
void write_ready_file(const std::string& path, const ready_addresses& ready);

} // namespace bellwether::cli
