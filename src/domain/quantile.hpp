#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace bellwether::domain {

/// The smallest of `values` that is not below a share `q` in [0, 1] of them
/// (nearest rank); 0 of none. Leaves them in another order.
template <class Value>
Value quantile(std::vector<Value>& values, double q) {
  if (values.empty())
    return Value{};
  // 0.07 * 100 is a little more than 7 in doubles.
  constexpr double rounding = 1e-9;
  const auto all = static_cast<double>(values.size());
  const double rank = std::ceil(std::clamp(q, 0.0, 1.0) * all - rounding);
  const auto place = static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  const auto nth = values.begin() + place;
  std::ranges::nth_element(values, nth);
  return *nth;
}

} // namespace bellwether::domain
