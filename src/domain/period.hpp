#pragma once

#include "domain/time_zone.hpp"
#include "domain/wall_time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::domain {

/// After what time a budget begins anew.
enum class period_kind : std::uint8_t {
  month, ///< the calendar's, in the configured time zone
  week,  ///< from Monday
  day,
  hour,
  rolling, ///< the last `length`, at every moment
  none,    ///< never
};

struct period {
  period_kind kind = period_kind::month;
  std::chrono::minutes length{0}; ///< of a rolling one

  bool operator==(const period&) const = default;
};

/// Whether it ends at a moment, as a calendar's periods do.
bool has_end(const period& p);

/// "month", "rolling 7d".
std::string to_string(const period& p);

/// "month", "week", "day", "hour", "none", or "rolling 7d", "rolling 12h",
/// "rolling 30m" of ten minutes to 400 days ("rolling-7d" as well).
std::optional<period> parse_period(std::string_view text);

/// From `start` until before `end`.
struct time_span {
  wall_time start;
  wall_time end;

  constexpr bool holds(wall_time t) const { return start <= t && t < end; }
  bool operator==(const time_span&) const = default;
};

/// The period that `now` is in. A rolling one ends now; one without end ends
/// in the year 9999. Days and hours begin when local clocks first show them, so
/// a day may have 23 or 25 hours, and a month an hour more or less.
time_span period_at(const period& p, const time_zone& zone, wall_time now);

} // namespace bellwether::domain
