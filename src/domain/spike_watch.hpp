#pragma once

#include "domain/money.hpp"
#include "domain/period.hpp"
#include "domain/rolling_sum.hpp"
#include "domain/wall_time.hpp"

#include <optional>

namespace bellwether::domain {

/// Sees when an hour costs much more than hours usually do: the last one
/// against the mean of the 24 before it, of which at least 6 cost something.
/// Says so once in six hours. Pure: time is an argument and may jump.
class spike_watch {
public:
  struct spike {
    money last_hour;
    money usual_hour;
  };

  void add(money amount, wall_time at);

  /// Whether the hour until `now` costs `factor` times the usual, or more, and
  /// more than `least`.
  std::optional<spike> look(double factor, money least, wall_time now);

  /// A predecessor had said so then.
  void said(wall_time at) { said_ = at; }
  /// When it said so last; nothing: not lately, or never.
  std::optional<wall_time> said_at(wall_time now) const {
    return said_lately(now) ? said_ : std::nullopt;
  }

private:
  void turn(wall_time now);
  bool said_lately(wall_time now) const;

  rolling_sum spent_;
  time_span slice_{}; ///< for which the sums hold
  money last_hour_;
  money usual_hour_;
  int busy_hours_ = 0;
  std::optional<wall_time> said_;
};

} // namespace bellwether::domain
