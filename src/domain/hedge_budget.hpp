#pragma once

#include "domain/money.hpp"

namespace bellwether::domain {

/// Bounds what a route's second attempts may cost beside its first ones, as a
/// share of what the route has spent. What a running hedge may cost is set
/// aside until it is settled. Models without a price cost nothing here.
class hedge_budget {
public:
  /// `share` in [0, 1]: 0.1 = at most 10 % on top.
  explicit hedge_budget(double share) : share_{share} {}

  /// Sets `expected` aside if it fits.
  bool take(money expected);

  /// A hedge that was taken ended: its loser cost `extra`.
  void settle(money expected, money extra);

  /// A call of the route cost this, losers not counted.
  void spent(money cost) { spent_ += cost; }

private:
  double share_;
  money spent_;
  money extra_;
  money aside_;
};

} // namespace bellwether::domain
