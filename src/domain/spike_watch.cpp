#include "domain/spike_watch.hpp"

#include "domain/money_math.hpp"

#include <chrono>

namespace bellwether::domain {

namespace {

using std::chrono::hours;

constexpr int usual_hours = 24;
constexpr int least_busy_hours = 6;
constexpr hours silence{6};

} // namespace

void spike_watch::add(money amount, wall_time at) {
  spent_.add(amount, at);
  if (slice_.holds(at))
    last_hour_ = add_within_range(last_hour_, amount);
  else
    slice_ = {};
}

std::optional<spike_watch::spike> spike_watch::look(double factor, money least,
                                                    wall_time now) {
  if (!slice_.holds(now))
    turn(now);
  const bool high = last_hour_ > least && busy_hours_ >= least_busy_hours
                    && last_hour_.usd() >= factor * usual_hour_.usd();
  if (!high || said_lately(now))
    return std::nullopt;
  said_ = now;
  return spike{last_hour_, usual_hour_};
}

// The hours are counted in whole slices, so that none counts twice.
void spike_watch::turn(wall_time now) {
  const auto length = spent_.slice();
  const auto minute = std::chrono::floor<std::chrono::minutes>(now);
  const wall_time start = minute - minute.time_since_epoch() % length;
  slice_ = {start, start + length};
  last_hour_ = spent_.between(slice_.end - hours{1}, slice_.end);
  busy_hours_ = 0;
  money sum;
  for (int back = 1; back <= usual_hours; ++back) {
    const wall_time end = slice_.end - hours{back};
    const money hour = spent_.between(end - hours{1}, end);
    busy_hours_ += hour > money{} ? 1 : 0;
    sum = add_within_range(sum, hour);
  }
  usual_hour_ = money::nanos(sum.nanos() / usual_hours);
}

bool spike_watch::said_lately(wall_time now) const {
  return said_ && std::chrono::abs(now - *said_) < silence;
}

} // namespace bellwether::domain
