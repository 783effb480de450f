#include "domain/failover.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

// A pause must leave time for an attempt after it.
constexpr milliseconds least_time_left{50};

// Providers may state any number; this keeps sums of times in range.
constexpr milliseconds longest_retry_after = std::chrono::hours{24};

bool may_pass(const attempt_record& r) {
  if (!r.admitted)
    return r.held != health_state::misconfigured;
  return verdict_of(r.failure.what).step == next_step::retry_or_fail_over;
}

} // namespace

failover::failover(std::shared_ptr<const catalog> models,
                   failover_policy policy, plan candidates, time_point deadline)
    : catalog_{std::move(models)},
      policy_{policy},
      plan_{std::move(candidates)},
      deadline_{deadline},
      standings_(plan_.size()) {
  if (!plan_.empty())
    current_ = plan_.front();
}

next_move failover::next(time_point now, double chance) {
  if (over_)
    return *over_;
  if (now >= deadline_)
    return give_up{true};
  if (attempts_ >= policy_.max_attempts)
    return give_up{};
  while (cursor_ < plan_.size()) {
    const std::size_t i = cursor_++;
    if (large_enough(i))
      return go_to(i, milliseconds::zero());
  }
  return again(now, chance);
}

void failover::refused(const admission& why) {
  attempt_record record;
  record.deployment = current_;
  record.held = why.state;
  record.until = why.until;
  keep(std::move(record));
}

void failover::failed(const failure& why, time_point now) {
  ++attempts_;
  if (why.what == failure_class::context_too_long)
    too_small_ = std::max(too_small_, window(place_));
  if (verdict_of(why.what).step == next_step::tell_caller)
    over_ = give_up{why.what == failure_class::deadline_passed};
  attempt_record record;
  record.deployment = current_;
  record.admitted = true;
  record.failure = why;
  record.until = now
                 + std::clamp(why.retry_after.value_or(milliseconds{}),
                              milliseconds{}, longest_retry_after);
  keep(std::move(record));
}

std::int64_t failover::window(std::size_t place) const {
  return catalog_->deployments[plan_[place]].context_window;
}

bool failover::large_enough(std::size_t place) const {
  return window(place) > too_small_;
}

next_move failover::go_to(std::size_t place, milliseconds wait) {
  place_ = place;
  current_ = plan_[place];
  standings_[place].round = round_;
  paused_ += wait;
  return try_candidate{current_, wait};
}

void failover::keep(attempt_record record) {
  standings_[place_].last_record = records_.size();
  records_.push_back(std::move(record));
}

// The pause before the candidate may be asked once more; nothing if it would
// not help, or not in time.
std::optional<milliseconds> failover::pause(std::size_t place, time_point now,
                                            milliseconds least) const {
  const standing& s = standings_[place];
  if (!s.last_record || s.round == round_ || !large_enough(place))
    return std::nullopt;
  const attempt_record& last = records_[*s.last_record];
  if (!may_pass(last))
    return std::nullopt;
  const milliseconds wait =
      std::max(least, std::chrono::ceil<milliseconds>(last.until - now));
  if (wait > policy_.max_wait || now + wait + least_time_left >= deadline_)
    return std::nullopt;
  return wait;
}

std::optional<next_move> failover::soonest(time_point now, double chance) {
  const milliseconds least = policy_.retry.wait(round_ - 1, chance);
  std::optional<std::size_t> best;
  milliseconds best_wait{};
  for (std::size_t i = 0; i < plan_.size(); ++i) {
    const auto wait = pause(i, now, least);
    if (wait && (!best || *wait < best_wait)) {
      best = i;
      best_wait = *wait;
    }
  }
  if (!best)
    return std::nullopt;
  return go_to(*best, best_wait);
}

next_move failover::again(time_point now, double chance) {
  if (policy_.max_wait <= milliseconds::zero())
    return over_.emplace();
  if (round_ > 0)
    if (const auto move = soonest(now, chance))
      return *move;
  // Refusals are no attempts: without a bound on rounds too, candidates that
  // keep refusing for a moment would be asked until the deadline.
  if (round_ + 1 < policy_.max_attempts) {
    ++round_;
    if (const auto move = soonest(now, chance))
      return *move;
  }
  over_ = give_up{};
  return *over_;
}

} // namespace bellwether::domain
