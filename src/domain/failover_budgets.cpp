#include "domain/failover.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::domain {

void failover::refused(const budget_refusal& why) {
  attempt_record record;
  record.deployment = current_;
  record.why = refusal::over_budget;
  standings_[place_].last_record = records_.size();
  records_.push_back(std::move(record));
  over_budget_ = why;
  if (why.action == when_exceeded::degrade && degrades_.empty())
    degrades_ = why.budget;
}

void failover::degrade(const plan& cheaper) {
  if (!wants_cheaper())
    return;
  was_degraded_ = true;
  for (const std::size_t deployment : cheaper) {
    const auto found = std::ranges::find(plan_, deployment);
    const auto place = static_cast<std::size_t>(found - plan_.begin());
    if (found == plan_.end()) {
      plan_.push_back(deployment);
      standings_.emplace_back();
      used_up_ = false;
    }
    standings_[place].cheaper = true;
  }
}

bool failover::wants_cheaper() const {
  return !degrades_.empty() && !was_degraded_;
}

const budget_refusal* failover::refused_by_budget() const {
  const bool alone = std::ranges::all_of(records_, [](const attempt_record& r) {
    return r.why == refusal::over_budget;
  });
  return alone && over_budget_ ? &*over_budget_ : nullptr;
}

} // namespace bellwether::domain
