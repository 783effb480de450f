#pragma once

#include "storage/memory.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::storage {

/// A moment that outlives the process, to the millisecond.
using wall_time = std::chrono::sys_time<std::chrono::milliseconds>;

/// RFC 3339 in UTC: "2026-11-22T12:00:00.250Z". Of the years 0 to 9999.
std::string write_wall_time(wall_time at);

/// Reads exactly what `write_wall_time` writes.
std::optional<wall_time> read_wall_time(std::string_view text);

/// The same moment on the other clock. One that is more than a century from
/// now counts as a century away, so that arithmetic with it cannot overflow.
wall_time to_wall(domain::time_point at, const moment& now);
domain::time_point to_steady(wall_time at, const moment& now);

} // namespace bellwether::storage
