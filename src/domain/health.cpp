#include "domain/health.hpp"

#include "domain/text.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t cause_bytes = 300;

// A provider may ask for any wait; these bound what it gets.
constexpr milliseconds longest_rate_limit = std::chrono::hours{1};
constexpr milliseconds longest_overload = std::chrono::minutes{5};

// A probe mostly reports soon: those it keeps out need not wait for its whole
// patience.
constexpr milliseconds probe_recheck = std::chrono::seconds{1};

// A wait of nothing says nothing: the provider has just refused.
milliseconds asked_for(const failure& why, milliseconds most) {
  const milliseconds wait = why.retry_after.value_or(milliseconds::zero());
  return std::clamp(wait, milliseconds::zero(), most);
}

std::string describe(const failure& why) {
  std::string text{to_string(why.what)};
  if (why.status != 0)
    text.append(" ").append(std::to_string(why.status));
  if (!why.detail.empty())
    text.append(": ").append(why.detail);
  return clip(text, cause_bytes);
}

bool held_out(health_state s) {
  return s == health_state::open || s == health_state::misconfigured;
}

} // namespace

std::string_view to_string(health_state s) {
  switch (s) {
    case health_state::closed:
      return "closed";
    case health_state::open:
      return "open";
    case health_state::half_open:
      return "half_open";
    case health_state::rate_limited:
      return "rate_limited";
    case health_state::misconfigured:
      return "misconfigured";
  }
  return "unknown";
}

health::health(health_policy policy) : policy_{policy} {}

admission health::admit(time_point now) {
  settle(now);
  if (state_ == health_state::closed)
    return {true, false, state_, {}};
  if (state_ != health_state::half_open && now < held_until_)
    return {false, false, state_, held_until_};
  // Also when a misconfiguration has come while the probe was out.
  if (probe_started_) {
    const time_point lost = *probe_started_ + policy_.probe_patience;
    return {false, false, state_, std::min(lost, now + probe_recheck)};
  }
  before_probe_ = state_;
  state_ = health_state::half_open;
  since_ = now;
  probe_started_ = now;
  return {true, true, state_, {}};
}

std::optional<health_change> health::succeeded(time_point now, bool probe) {
  settle(now);
  if (probe)
    probe_started_.reset();
  if (state_ == health_state::half_open && probe) {
    consecutive_failures_ = 0;
    consecutive_opens_ = 0;
    consecutive_rate_limits_ = 0;
    return move_to(health_state::closed, now, "the probe succeeded", {});
  }
  if (state_ == health_state::closed) {
    consecutive_failures_ = 0;
    consecutive_opens_ = 0;
    consecutive_rate_limits_ = 0;
  } else if (state_ == health_state::rate_limited) {
    consecutive_failures_ = 0;
  }
  return std::nullopt;
}

std::optional<health_change> health::failed(time_point now, bool probe,
                                            health_mark mark,
                                            const failure& why, double chance) {
  if (mark == health_mark::none) {
    abandoned(now, probe);
    return std::nullopt;
  }
  settle(now);
  if (probe)
    probe_started_.reset();
  switch (mark) {
    case health_mark::none:
      break;
    case health_mark::failure:
      return count_failure(now, probe, why, chance);
    case health_mark::rate_limited:
      return limit_rate(now, probe, why, chance);
    case health_mark::provider_misconfigured:
    case health_mark::model_misconfigured:
      return misconfigure(now, why);
  }
  return std::nullopt;
}

void health::abandoned(time_point now, bool probe) {
  settle(now);
  if (probe)
    end_probe(now);
}

health_state health::state(time_point now) const {
  if (state_ == health_state::rate_limited && now >= held_until_)
    return health_state::closed;
  return state_ == health_state::half_open && probe_lost(now) ? before_probe_
                                                              : state_;
}

bool health::probe_lost(time_point now) const {
  return probe_started_ && now - *probe_started_ >= policy_.probe_patience;
}

void health::end_probe(time_point now) {
  probe_started_.reset();
  if (state_ != health_state::half_open)
    return;
  state_ = before_probe_;
  since_ = now;
}

// What time alone changes.
void health::settle(time_point now) {
  if (probe_lost(now))
    end_probe(now);
  if (state_ == health_state::rate_limited && now >= held_until_) {
    state_ = health_state::closed;
    since_ = held_until_;
  }
}

std::optional<health_change> health::move_to(health_state to, time_point now,
                                             std::string cause,
                                             time_point until) {
  health_change change{state_, to, std::move(cause), until};
  state_ = to;
  since_ = now;
  held_until_ = std::max(held_until_, until);
  change.until = to == health_state::closed ? time_point{} : held_until_;
  return change;
}

std::optional<health_change> health::count_failure(time_point now, bool probe,
                                                   const failure& why,
                                                   double chance) {
  ++consecutive_failures_;
  last_cause_ = describe(why);
  const bool probe_failed = probe && state_ == health_state::half_open;
  if (!probe_failed) {
    if (held_out(state_) || state_ == health_state::half_open
        || consecutive_failures_ < policy_.failure_threshold)
      return std::nullopt;
  }
  const milliseconds hold =
      std::max(policy_.hold.hold(consecutive_opens_, chance),
               asked_for(why, longest_overload));
  ++consecutive_opens_;
  std::string cause =
      probe_failed ? "the probe failed: " + last_cause_
                   : std::to_string(consecutive_failures_)
                         + " consecutive failures, the last: " + last_cause_;
  return move_to(health_state::open, now, std::move(cause), now + hold);
}

std::optional<health_change> health::limit_rate(time_point now, bool probe,
                                                const failure& why,
                                                double chance) {
  // Nothing is learnt from before the opening that the probe will not tell.
  if (state_ == health_state::half_open && !probe)
    return std::nullopt;
  last_cause_ = describe(why);
  // Attempts that were out together come back together: that counts once.
  const bool held = held_out(state_) || state_ == health_state::rate_limited;
  if (!held || consecutive_rate_limits_ == 0)
    ++consecutive_rate_limits_;
  milliseconds hold = asked_for(why, longest_rate_limit);
  if (hold == milliseconds::zero())
    hold = policy_.rate_limit_hold.hold(consecutive_rate_limits_ - 1, chance);
  const time_point until = now + hold;
  if (held) {
    held_until_ = std::max(held_until_, until);
    return std::nullopt;
  }
  return move_to(health_state::rate_limited, now,
                 "the provider limits the rate: " + last_cause_, until);
}

std::optional<health_change> health::misconfigure(time_point now,
                                                  const failure& why) {
  last_cause_ = describe(why);
  if (state_ == health_state::misconfigured)
    return std::nullopt;
  const milliseconds hold =
      std::max(policy_.misconfigured_hold, asked_for(why, longest_rate_limit));
  return move_to(health_state::misconfigured, now,
                 "an operator must act: " + last_cause_, now + hold);
}

} // namespace bellwether::domain
