#pragma once

#include "domain/wall_time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::domain {

/// "2026-11-22T12:00:00.250Z". Of the years 0 to 9999; an earlier or later
/// moment is written as the first or the last of them.
std::string write_rfc3339(wall_time at);

/// "2026-11-22T12:00:00Z": without the fraction.
std::string write_rfc3339_seconds(wall_time at);

/// Any RFC 3339 moment: with or without a fraction (cut to milliseconds), with
/// Z or an offset.
std::optional<wall_time> read_rfc3339(std::string_view text);

/// The same, but a finer fraction is rounded up: for an end to wait for.
std::optional<wall_time> read_rfc3339_rounded_up(std::string_view text);

} // namespace bellwether::domain
