#include "domain/rolling_sum.hpp"

#include "domain/money_math.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace bellwether::domain {

namespace {

using std::chrono::minutes;

constexpr std::size_t most_slices = 120;
// Fewer than are kept: the first and the last are touched in part, and a clock
// that jumps leaves some that no longer count.
constexpr int slices_of_length = 100;

minutes slice_of(minutes length) {
  return std::max(minutes{1},
                  (length + minutes{slices_of_length - 1}) / slices_of_length);
}

wall_time start_of(wall_time t, minutes slice) {
  const auto since_epoch = std::chrono::floor<minutes>(t).time_since_epoch();
  const auto past = since_epoch % slice;
  return wall_time{since_epoch - (past < minutes{0} ? past + slice : past)};
}

} // namespace

rolling_sum::rolling_sum(minutes length)
    : slice_{slice_of(length)}, length_{length} {}

void rolling_sum::add(money amount, wall_time at) {
  const wall_time start = start_of(at, slice_);
  money& sum = slices_[start];
  sum = add_within_range(sum, amount);
  if (slices_.size() <= most_slices)
    return;
  // Those that `at` looks back on stay, however the clock jumps.
  const auto oldest = slices_.begin();
  const bool out_of_sight = oldest->first + slice_ <= at - length_;
  slices_.erase(out_of_sight ? oldest : std::prev(slices_.end()));
}

money rolling_sum::between(wall_time since, wall_time until) const {
  money sum;
  for (auto i = slices_.lower_bound(start_of(since, slice_));
       i != slices_.end() && i->first < until; ++i)
    sum = add_within_range(sum, i->second);
  return sum;
}

} // namespace bellwether::domain
