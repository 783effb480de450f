#pragma once

#include "domain/money.hpp"
#include "domain/wall_time.hpp"

#include <chrono>
#include <map>

namespace bellwether::domain {

/// What was spent in the last so many minutes, in slices of time. Bounded: a
/// hundred and twenty slices at most. Pure: time is an argument.
class rolling_sum {
public:
  /// `length`: the longest time that can be asked for.
  explicit rolling_sum(std::chrono::minutes length = std::chrono::hours{25});

  void add(money amount, wall_time at);

  /// The sum of the slices that `since` until before `until` touches. Never
  /// less than the truth.
  money between(wall_time since, wall_time until) const;

  std::chrono::minutes slice() const { return slice_; }

private:
  std::chrono::minutes slice_;
  std::chrono::minutes length_;
  std::map<wall_time, money> slices_; ///< by start
};

} // namespace bellwether::domain
