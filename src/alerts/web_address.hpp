#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::alerts {

/// The parts of a URL.
struct web_address {
  bool secure = true;
  std::string host; ///< a name or an address, without brackets
  std::uint16_t port = 0;
  std::string target; ///< path and query; at least "/"
};

/// Nothing: it is no such URL. `plain`, `secure`: its schemes with "://", and
/// their ports.
struct scheme_pair {
  std::string_view plain;
  std::uint16_t plain_port;
  std::string_view secure;
  std::uint16_t secure_port;
};
inline constexpr scheme_pair http_schemes{"http://", 80, "https://", 443};
inline constexpr scheme_pair smtp_schemes{"smtp://", 25, "smtps://", 465};

std::optional<web_address> parse_address(std::string_view url,
                                         const scheme_pair& schemes);

} // namespace bellwether::alerts
