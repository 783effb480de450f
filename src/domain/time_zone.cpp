#include "domain/time_zone.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

using namespace std::chrono;

class unchanging final : public time_zone {
public:
  const std::string& name() const override { return name_; }
  seconds offset_at(wall_time) const override { return seconds{0}; }

private:
  std::string name_ = "UTC";
};

// No place is so far from UTC.
constexpr hours farthest{26};
// No place changes its clocks twice in this time.
constexpr hours stride{4};

// The first moment after `from` with another offset than there; `to` if there
// is none. At most one change is between the two.
wall_time change_between(const time_zone& zone, wall_time from, wall_time to) {
  const seconds before = zone.offset_at(from);
  if (zone.offset_at(to) == before)
    return to;
  while (to - from > milliseconds{1}) {
    const wall_time middle = from + (to - from) / 2;
    (zone.offset_at(middle) == before ? from : to) = middle;
  }
  return to;
}

} // namespace

const time_zone& utc() {
  static const unchanging zone;
  return zone;
}

wall_time first_moment(const time_zone& zone, local_time<seconds> local) {
  const wall_time as_utc{local.time_since_epoch()};
  // From change to change: between two of them clocks only go forward.
  wall_time from = as_utc - farthest;
  while (from < as_utc + farthest) {
    const wall_time until = change_between(zone, from, from + stride);
    const wall_time shown = std::max(from, as_utc - zone.offset_at(from));
    if (shown < until)
      return shown;
    from = until;
  }
  return from;
}

local_time<milliseconds> local_at(const time_zone& zone, wall_time t) {
  return local_time<milliseconds>{t.time_since_epoch() + zone.offset_at(t)};
}

} // namespace bellwether::domain
