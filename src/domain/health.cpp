#include "domain/health.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

// A probe mostly reports soon: those it keeps out need not wait for its whole
// patience.
constexpr milliseconds probe_recheck = std::chrono::seconds{1};

// What is not in the share of a slow start may ask again after this.
constexpr milliseconds share_recheck{100};

// Of traffic, at the beginning of a slow start.
constexpr double least_share = 0.1;

// A clock may have jumped over a restart; no hold is really that long.
constexpr milliseconds longest_recalled = std::chrono::hours{24};

} // namespace

health::health(const health_policy& policy)
    : policy_{policy}, window_{policy.failure_window} {}

admission health::admit(time_point now, urgency how, double chance) {
  settle(now);
  switch (state_) {
    case health_state::closed:
      if (how == urgency::normal && chance >= traffic_share(now))
        return refuse(refusal::recovering, now + share_recheck);
      return {.admitted = true};
    case health_state::half_open:
      if (!probe_started_)
        return start_probe(now);
      return refuse(refusal::probing,
                    std::min(*probe_started_ + policy_.probe_patience,
                             now + probe_recheck));
    case health_state::open:
    case health_state::rate_limited:
    case health_state::misconfigured:
      break;
  }
  return admit_held(now, how);
}

admission health::admit_held(time_point now, urgency how) {
  if (how != urgency::last_resort || !worth_a_last_resort(now))
    return refuse(refusal::held_out, held_until_);
  last_resort_ = now;
  return start_probe(now);
}

bool health::worth_a_last_resort(time_point now) const {
  if (probe_out(now))
    return false;
  if (state_ == health_state::misconfigured || now < named_until_
      || (state_ == health_state::open && slow_))
    return false;
  return !last_resort_ || now - *last_resort_ >= policy_.last_resort_pause;
}

admission health::start_probe(time_point now) {
  probe_started_ = now;
  probe_counts_ = true;
  return {.admitted = true, .probe = true, .state = state_};
}

admission health::refuse(refusal why, time_point until) const {
  return {.state = state_, .why = why, .until = until};
}

std::optional<health_change> health::settle(time_point now) {
  if (!probe_out(now))
    probe_started_.reset();
  forget_old_openings(now);
  const health_state to = state(now);
  if (to == state_)
    return std::nullopt;
  const bool limited = state_ == health_state::rate_limited;
  health_change change{
      state_, to, limited ? "the rate limit is over" : "the hold is over", {}};
  state_ = to;
  since_ = std::max(since_, held_until_);
  return change;
}

health_state health::state(time_point now) const {
  if (now < held_until_)
    return state_;
  if (state_ == health_state::rate_limited)
    return health_state::closed;
  return held() ? health_state::half_open : state_;
}

double health::traffic_share(time_point now) const {
  if (state(now) != health_state::closed)
    return 0.0;
  if (!slow_start_ || now - *slow_start_ >= policy_.slow_start)
    return 1.0;
  const std::chrono::duration<double> elapsed = now - *slow_start_;
  const std::chrono::duration<double> whole = policy_.slow_start;
  return std::max(least_share, elapsed / whole);
}

health_memory health::remember() const {
  return {state_,
          consecutive_failures_,
          consecutive_opens_,
          consecutive_rate_limits_,
          since_,
          held_until_,
          last_cause_};
}

void health::recall(const health_memory& before, time_point now) {
  *this = health{policy_};
  state_ = before.state;
  consecutive_failures_ = before.consecutive_failures;
  consecutive_opens_ = before.consecutive_opens;
  consecutive_rate_limits_ = before.consecutive_rate_limits;
  since_ = std::min(before.since, now);
  held_until_ =
      std::min(before.held_until, held() ? now + longest_recalled : now);
  last_cause_ = before.cause;
  // The cause begins with the class of the failure.
  slow_ = last_cause_.starts_with(to_string(failure_class::timed_out));
  if (consecutive_opens_ > 0)
    recovered_ = since_;
  if (consecutive_opens_ > 0 && state_ == health_state::closed)
    slow_start_ = since_;
  settle(now);
}

bool health::held() const {
  return state_ != health_state::closed && state_ != health_state::half_open;
}

bool health::probe_out(time_point now) const {
  return probe_started_ && now - *probe_started_ < policy_.probe_patience;
}

// The next opening is no relapse any more.
void health::forget_old_openings(time_point now) {
  if (state_ != health_state::closed && state_ != health_state::rate_limited)
    return;
  if (!recovered_ || now - *recovered_ <= policy_.relapse)
    return;
  consecutive_opens_ = 0;
  recovered_.reset();
}

} // namespace bellwether::domain
