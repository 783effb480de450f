#include "domain/calendar.hpp"

#include <cstddef>
#include <utility>

namespace bellwether::domain {

calendar::calendar(std::shared_ptr<const time_zone> zone)
    : zone_{std::move(zone)} {}

time_span calendar::at(const period& p, wall_time now) {
  time_span& last = last_.at(static_cast<std::size_t>(p.kind));
  if (p.kind == period_kind::rolling || !last.holds(now))
    last = period_at(p, *zone_, now);
  return last;
}

} // namespace bellwether::domain
