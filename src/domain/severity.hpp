#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::domain {

/// How bad it is, in PagerDuty's words; the order counts.
enum class severity : std::uint8_t {
  info,     ///< good to know
  warning,  ///< look at it today
  error,    ///< look at it now
  critical, ///< callers are hurt, or will be soon: wakes people
};

std::string_view to_string(severity s);
std::optional<severity> parse_severity(std::string_view text);

} // namespace bellwether::domain
