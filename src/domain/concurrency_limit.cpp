#include "domain/concurrency_limit.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

// With no slot at all nothing could succeed and open the limit again.
concurrency_policy in_order(concurrency_policy p) {
  p.least = std::min(std::max<std::size_t>(p.least, 1), p.most);
  return p;
}

} // namespace

concurrency_limit::concurrency_limit(const concurrency_policy& policy)
    : policy_{in_order(policy)}, limit_{static_cast<double>(policy.most)} {}

std::size_t concurrency_limit::limit() const {
  return static_cast<std::size_t>(limit_);
}

void concurrency_limit::give_back(time_point now, sign s) {
  // An attempt from before a reset says nothing of what runs now.
  if (in_flight_ == 0)
    return;
  if (policy_.adaptive && s == sign::overload)
    shrink(now);
  if (policy_.adaptive && s == sign::success)
    grow();
  --in_flight_;
}

void concurrency_limit::shrink(time_point now) {
  if (now < shrunk_ + policy_.shrink_pause)
    return;
  // What little is in flight just then is no measure of what can be.
  const double used = std::max(static_cast<double>(in_flight_), limit_ / 2);
  const double target = policy_.shrink * used;
  const auto least = static_cast<double>(policy_.least);
  limit_ = std::min(limit_, std::max(least, target));
  shrunk_ = now;
}

void concurrency_limit::grow() {
  if (in_flight_ * 2 < limit())
    return;
  limit_ = std::min(static_cast<double>(policy_.most), limit_ + 1.0 / limit_);
}

} // namespace bellwether::domain
