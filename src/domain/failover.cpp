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
  if (r.why == refusal::over_budget)
    return false;
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
  if (used_up_)
    return give_up{};
  if (now >= deadline_)
    return give_up{true};
  if (attempts_ >= policy_.max_attempts)
    return give_up{};
  // Nobody runs now: who was named and is in no record was not really asked.
  for (std::size_t i = 0; i < plan_.size(); ++i)
    if ((!standings_[i].named || !standings_[i].last_record) && large_enough(i))
      return go_to(i);
  if (const auto place = last_resort(now))
    return go_to(*place, milliseconds::zero(), urgency::last_resort);
  return again(now, chance);
}

std::optional<try_candidate> failover::hedge(time_point now) {
  if (over_ || now >= deadline_ || attempts_ + 1 >= policy_.max_attempts)
    return std::nullopt;
  const auto running = running_;
  // A slow answer is no reason to degrade the request: its budget asked for no
  // more than the running attempt.
  const auto degrades_more = [&](std::size_t place) {
    return standings_[place].cheaper && !standings_[running].cheaper;
  };
  for (std::size_t i = 0; i < plan_.size(); ++i)
    if (!standings_[i].named && large_enough(i) && !degrades_more(i)
        && deployment_at(i).provider != deployment_at(running).provider) {
      const auto move = go_to(i);
      running_ = running;
      return std::get<try_candidate>(move);
    }
  return std::nullopt;
}

void failover::refused(const admission& why) {
  attempt_record record;
  record.deployment = current_;
  record.held = why.state;
  record.why = why.why;
  record.until = why.until;
  standings_[place_].last_record = records_.size();
  records_.push_back(std::move(record));
}

void failover::failed(std::size_t deployment, const failure& why,
                      time_point now) {
  ++attempts_;
  const auto found = std::ranges::find(plan_, deployment);
  const auto place = static_cast<std::size_t>(found - plan_.begin());
  if (why.what == failure_class::context_too_long)
    too_small_ = std::max(too_small_, window(place));
  if (verdict_of(why.what).step == next_step::tell_caller)
    over_ = give_up{why.what == failure_class::deadline_passed};
  attempt_record record;
  record.deployment = deployment;
  record.admitted = true;
  record.failure = why;
  record.until = now
                 + std::clamp(why.retry_after.value_or(milliseconds{}),
                              milliseconds{}, longest_retry_after);
  standings_[place].last_record = records_.size();
  records_.push_back(std::move(record));
}

bool failover::has_failed_at_provider_of(std::size_t deployment) const {
  const auto& all = catalog_->deployments;
  return std::ranges::any_of(records_, [&](const attempt_record& r) {
    return r.admitted && verdict_of(r.failure.what).mark == health_mark::failure
           && all[r.deployment].provider == all[deployment].provider;
  });
}

std::vector<std::size_t> failover::failed_providers() const {
  std::vector<std::size_t> out;
  for (const attempt_record& r : records_) {
    const bool failed =
        r.admitted ? verdict_of(r.failure.what).mark != health_mark::none
                   : r.why == refusal::held_out || r.why == refusal::probing;
    const auto provider = catalog_->deployments[r.deployment].provider;
    if (failed && std::ranges::find(out, provider) == out.end())
      out.push_back(provider);
  }
  return out;
}

const deployment& failover::deployment_at(std::size_t place) const {
  return catalog_->deployments[plan_[place]];
}

std::int64_t failover::window(std::size_t place) const {
  return deployment_at(place).context_window;
}

bool failover::large_enough(std::size_t place) const {
  return window(place) > too_small_;
}

next_move failover::go_to(std::size_t place, milliseconds wait, urgency how) {
  place_ = place;
  running_ = place;
  current_ = plan_[place];
  standing& s = standings_[place];
  s.named = true;
  s.last_resort = s.last_resort || how == urgency::last_resort;
  s.round = round_;
  if (s.cheaper)
    degraded_by_ = degrades_;
  paused_ += wait;
  const bool retry = s.last_record && records_[*s.last_record].admitted;
  return try_candidate{current_, wait, how, retry};
}

// The place to ask as a last resort: who would answer but was cautious or full
// comes before who is held out. Misconfigured ones are left out: only a person
// can mend them. So are those that may not be paid.
std::optional<std::size_t> failover::last_resort(time_point now) const {
  const auto distance = [&](const attempt_record& r) {
    using duration = time_point::duration;
    if (r.why == refusal::held_out || r.why == refusal::probing)
      return std::max(r.until - now, duration{2});
    // A place in a queue is worth less than a slot.
    return r.why == refusal::full ? duration{1} : duration::zero();
  };
  std::optional<std::size_t> best;
  time_point::duration shortest{};
  for (std::size_t i = 0; i < plan_.size(); ++i) {
    const standing& s = standings_[i];
    if (s.last_resort || !s.last_record || !large_enough(i))
      continue;
    const attempt_record& last = records_[*s.last_record];
    if (last.admitted || !may_pass(last))
      continue;
    if (!best || distance(last) < shortest) {
      best = i;
      shortest = distance(last);
    }
  }
  return best;
}

// The pause before the candidate may be asked once more; nothing if it would
// not help, or not in time.
std::optional<milliseconds> failover::pause(std::size_t place, time_point now,
                                            milliseconds least) const {
  const standing& s = standings_[place];
  if (!s.last_record || s.round == round_ || !large_enough(place))
    return std::nullopt;
  const attempt_record& last = records_[*s.last_record];
  if (!may_pass(last) || (last.admitted && retries_denied_))
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
  return go_to(*best, best_wait, urgency::last_resort);
}

next_move failover::again(time_point now, double chance) {
  if (policy_.max_wait <= milliseconds::zero())
    return use_up();
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
  return use_up();
}

next_move failover::use_up() {
  used_up_ = true;
  return give_up{};
}

} // namespace bellwether::domain
