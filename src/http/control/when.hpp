#pragma once

#include "domain/time_zone.hpp"
#include "domain/wall_time.hpp"

#include <optional>
#include <string_view>

namespace bellwether::http {

inline constexpr const char* when_forms =
    "a moment such as 2026-11-22T12:00:00Z, a day such as 2026-11-22, a month "
    "such as 2026-11, or so long ago: 7d, 24h, 30m";

/// The moment that a person names: one of when_forms. A day and a month stand
/// for their beginning in the zone. Nothing if it is none.
std::optional<domain::wall_time> parse_when(std::string_view text,
                                            const domain::time_zone& zone,
                                            domain::wall_time now);

} // namespace bellwether::http
