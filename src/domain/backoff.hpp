#pragma once

#include <chrono>

namespace bellwether::domain {

/// Exponential growth between two bounds.
struct backoff {
  std::chrono::milliseconds base{500};
  std::chrono::milliseconds cap{10'000};

  /// The upper bound of wait number `n` (0 is the first): base * 2^n, never
  /// over the cap; does not overflow for any `n`.
  std::chrono::milliseconds ceiling(unsigned n) const;

  /// Full jitter: a wait in [0, ceiling(n)] for `chance` in [0, 1).
  std::chrono::milliseconds wait(unsigned n, double chance) const;

  /// Full jitter over a base: a hold in [base, ceiling(n + 1)] for `chance` in
  /// [0, 1). Never under the base, so that it cannot collapse to nothing, and
  /// never over the cap.
  std::chrono::milliseconds hold(unsigned n, double chance) const;
};

} // namespace bellwether::domain
