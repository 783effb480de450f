#include "domain/health.hpp"
#include "domain/text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t cause_bytes = 300;

// A provider may ask for any wait; these bound what it gets.
constexpr milliseconds longest_rate_limit = std::chrono::hours{1};
constexpr milliseconds longest_overload = std::chrono::minutes{5};

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

} // namespace

std::optional<health_change> health::succeeded(time_point now, bool probe) {
  settle(now);
  const bool proof = end_probe(probe);
  switch (state_) {
    case health_state::misconfigured:
      return std::nullopt;
    case health_state::open:
      return proof ? recover(now, "a last resort succeeded") : std::nullopt;
    case health_state::half_open:
      return proof ? recover(now, "the probe succeeded") : std::nullopt;
    case health_state::closed:
    case health_state::rate_limited:
      break;
  }
  consecutive_failures_ = 0;
  window_.add(now, false);
  if (state_ == health_state::closed || proof)
    consecutive_rate_limits_ = 0;
  if (state_ == health_state::closed || !proof)
    return std::nullopt;
  return move_to(health_state::closed, now, "a last resort succeeded", {});
}

std::optional<health_change> health::failed(time_point now, bool probe,
                                            health_mark mark,
                                            const failure& why, double chance) {
  settle(now);
  const bool proof = end_probe(probe);
  switch (mark) {
    case health_mark::none:
      break;
    case health_mark::failure:
      return count_failure(now, proof, why, chance);
    case health_mark::rate_limited:
      return limit_rate(now, proof, why, chance);
    case health_mark::provider_misconfigured:
    case health_mark::model_misconfigured:
      return misconfigure(now, why);
  }
  return std::nullopt;
}

void health::abandoned(time_point now, bool probe) {
  settle(now);
  end_probe(probe);
}

// The provider itself asks to be left alone for so long.
void health::heed(milliseconds wait, time_point now) {
  if (wait > milliseconds::zero())
    named_until_ = std::max(named_until_, now + wait);
}

// Whether an attempt that has ended proves anything of a hold: it is the probe
// that is out, and it is not from before what it should disprove.
bool health::end_probe(bool probe) {
  if (!probe)
    return false;
  const bool proof = probe_started_ && probe_counts_;
  probe_started_.reset();
  era_ += proof ? 1 : 0;
  return proof;
}

std::optional<health_change> health::move_to(health_state to, time_point now,
                                             std::string cause,
                                             time_point until) {
  health_change change{state_, to, std::move(cause), {}};
  state_ = to;
  since_ = now;
  probe_counts_ = false;
  if (to == health_state::closed)
    held_until_ = std::min(held_until_, now);
  else
    change.until = held_until_ = std::max(held_until_, until);
  return change;
}

std::optional<health_change> health::recover(time_point now,
                                             std::string cause) {
  consecutive_failures_ = 0;
  consecutive_rate_limits_ = 0;
  window_.clear();
  recovered_ = now;
  slow_start_ = now;
  return move_to(health_state::closed, now, std::move(cause), {});
}

std::optional<health_change> health::open(time_point now, const failure& why,
                                          double chance, std::string cause) {
  const milliseconds asked = asked_for(why, longest_overload);
  const milliseconds hold =
      std::max(policy_.hold.hold(consecutive_opens_, chance), asked);
  heed(asked, now);
  ++consecutive_opens_;
  slow_ = why.what == failure_class::timed_out;
  slow_start_.reset();
  return move_to(health_state::open, now, std::move(cause), now + hold);
}

std::optional<std::string> health::reason_to_open(time_point now) const {
  if (consecutive_failures_ >= policy_.failure_threshold)
    return std::to_string(consecutive_failures_) + " consecutive failures";
  const std::uint64_t volume = window_.volume(now);
  const double share = window_.share(now);
  if (policy_.failure_share <= 0.0 || volume < policy_.failure_volume
      || share < policy_.failure_share)
    return std::nullopt;
  return std::to_string(std::lround(share * 100.0)) + " % of the last "
         + std::to_string(volume) + " attempts failed";
}

std::optional<health_change> health::count_failure(time_point now, bool proof,
                                                   const failure& why,
                                                   double chance) {
  const bool in_use =
      state_ == health_state::closed || state_ == health_state::rate_limited;
  if (!in_use && !proof)
    return std::nullopt;
  ++consecutive_failures_;
  last_cause_ = describe(why);
  if (state_ == health_state::half_open)
    return open(now, why, chance, "the probe failed: " + last_cause_);
  if (proof && state_ != health_state::closed) {
    const milliseconds asked = asked_for(why, longest_overload);
    heed(asked, now);
    held_until_ = std::max(held_until_, now + asked);
  }
  if (!in_use) {
    slow_ = why.what == failure_class::timed_out;
    return std::nullopt;
  }
  window_.add(now, true);
  const auto reason = reason_to_open(now);
  if (!reason)
    return std::nullopt;
  return open(now, why, chance, *reason + ", the last: " + last_cause_);
}

std::optional<health_change> health::limit_rate(time_point now, bool proof,
                                                const failure& why,
                                                double chance) {
  // Nothing is learnt from before the opening that the probe will not tell.
  if (state_ == health_state::half_open && !proof)
    return std::nullopt;
  // Attempts that were out together come back together: that counts once.
  if (!held() || consecutive_rate_limits_ == 0)
    ++consecutive_rate_limits_;
  milliseconds hold = asked_for(why, longest_rate_limit);
  heed(hold, now);
  // A last resort was not meant to be admitted: that alone prolongs nothing.
  if (hold == milliseconds::zero() && !(held() && proof))
    hold = policy_.rate_limit_hold.hold(consecutive_rate_limits_ - 1, chance);
  const time_point until = now + hold;
  if (held()) {
    held_until_ = std::max(held_until_, until);
    return std::nullopt;
  }
  last_cause_ = describe(why);
  if (state_ == health_state::half_open) {
    // It is up: only the growth of its holds may go on.
    consecutive_failures_ = 0;
    recovered_ = now;
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
