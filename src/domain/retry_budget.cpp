#include "domain/retry_budget.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

// What an outage in the first minute has.
constexpr double at_first = 10.0;

// Ten times a tenth is a little less than one in doubles.
constexpr double whole = 1.0 - 1e-9;

} // namespace

retry_budget::retry_budget(double share, double per_second)
    : share_{share}, per_second_{per_second}, tokens_{at_first} {}

void retry_budget::request() {
  tokens_ = std::min(most, tokens_ + share_);
}

bool retry_budget::take(time_point now) {
  refill(now);
  if (tokens_ < whole) {
    ++refused_;
    return false;
  }
  tokens_ = std::max(0.0, tokens_ - 1.0);
  return true;
}

void retry_budget::refill(time_point now) {
  if (refilled_ == time_point::min())
    refilled_ = now;
  if (now <= refilled_)
    return;
  const std::chrono::duration<double> elapsed = now - refilled_;
  tokens_ = std::min(most, tokens_ + per_second_ * elapsed.count());
  refilled_ = now;
}

} // namespace bellwether::domain
