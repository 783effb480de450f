#include "domain/hedge_budget.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace bellwether::domain {

namespace {

// Parts per million keep the sums exact: 0.3 is a little less in doubles.
money share_of(double share, money total) {
  constexpr std::int64_t million = 1'000'000;
  const std::int64_t parts = std::llround(std::clamp(share, 0.0, 1.0) * 1e6);
  const std::int64_t n = total.nanos();
  return money::nanos(n / million * parts + n % million * parts / million);
}

} // namespace

bool hedge_budget::take(money expected) {
  expected = std::max(expected, money{});
  if (expected > share_of(share_, spent_) - extra_ - aside_)
    return false;
  aside_ += expected;
  return true;
}

void hedge_budget::settle(money expected, money extra) {
  aside_ = std::max(aside_ - std::max(expected, money{}), money{});
  extra_ += std::max(extra, money{});
}

} // namespace bellwether::domain
