#include "domain/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

// Of room for one. A little less will do, so that rounding does not make one
// wait for a moment more after the wait that was told.
constexpr double room = 1.0 - 1e-6;

// However large a debt is: it keeps sums of times in range.
constexpr milliseconds longest_wait = std::chrono::hours{24};

// Minutes from one to the other, 0 if time went back. No two points in time
// overflow.
double minutes_between(rate_limit::time_point from, rate_limit::time_point to) {
  using minutes = std::chrono::duration<double, std::ratio<60>>;
  if (to <= from)
    return 0;
  const auto count = [](rate_limit::time_point t) {
    return static_cast<std::uint64_t>(t.time_since_epoch().count());
  };
  const auto ticks = static_cast<double>(count(to) - count(from));
  return minutes{
      std::chrono::duration<double, rate_limit::time_point::period>{ticks}}
      .count();
}

} // namespace

rate_limit::rate_limit(std::int64_t per_minute, time_point now)
    : per_minute_{std::max<std::int64_t>(per_minute, 0)},
      level_{static_cast<double>(per_minute_)},
      at_{now} {}

std::optional<milliseconds> rate_limit::wait(time_point now) const {
  const double level = level_at(now);
  if (level >= room)
    return std::nullopt;
  const double minutes = (1.0 - level) / static_cast<double>(per_minute_);
  const double ms = std::ceil(minutes * 60'000.0);
  // Written so that infinity, of a limit of 0, is too long as well.
  if (!(ms < static_cast<double>(longest_wait.count())))
    return longest_wait;
  return milliseconds{static_cast<milliseconds::rep>(ms)};
}

void rate_limit::take(std::int64_t amount, time_point now) {
  level_ =
      level_at(now) - static_cast<double>(std::max<std::int64_t>(amount, 0));
  // What time brought must not be brought again when it comes back.
  at_ = std::max(at_, now);
}

std::int64_t rate_limit::remaining(time_point now) const {
  const double level = level_at(now);
  if (level >= static_cast<double>(per_minute_))
    return per_minute_;
  return static_cast<std::int64_t>(std::max(level, 0.0));
}

double rate_limit::level_at(time_point now) const {
  const auto most = static_cast<double>(per_minute_);
  return std::min(most, level_ + minutes_between(at_, now) * most);
}

} // namespace bellwether::domain
