#pragma once

#include <algorithm>
#include <chrono>

namespace bellwether::domain {

/// A share in [0, 1] of `whole`; what is outside counts as its nearer end, NaN
/// as 0.
inline std::chrono::milliseconds part_of(std::chrono::milliseconds whole,
                                         double share) {
  // Written so that NaN becomes 0 too.
  const double bounded = share > 0.0 ? std::min(share, 1.0) : 0.0;
  return std::chrono::milliseconds{static_cast<std::chrono::milliseconds::rep>(
      static_cast<double>(whole.count()) * bounded)};
}

} // namespace bellwether::domain
