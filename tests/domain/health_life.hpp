#pragma once

#include "domain/any.hpp"
#include "domain/health.hpp"
#include "domain/support.hpp"

#include <optional>
#include <rapidcheck.h>
#include <vector>

namespace bellwether::domain {

/// A chance in [0, 1).
inline double any_chance() {
  return any_of(0, 1'000) / 1'000.0;
}

/// A policy with times so short that a random life passes through all of it.
inline health_policy any_policy() {
  using namespace std::chrono_literals;
  health_policy p;
  p.failure_threshold = any_of(1U, 5U);
  p.failure_share = any_of(0, 3) * 0.4;
  p.failure_window = 10s;
  p.failure_volume = 4;
  p.hold = {1s, 8s};
  p.rate_limit_hold = {2s, 6s};
  p.misconfigured_hold = 5s;
  p.probe_patience = 20s;
  p.relapse = std::chrono::milliseconds{any_of(0, 10'000)};
  p.slow_start = std::chrono::milliseconds{any_of(0, 10'000)};
  return p;
}

/// A health under random admissions, results and pauses. It asserts what holds
/// at each step.
class health_life {
public:
  health_life() : policy_{any_policy()}, subject_{policy_} {}

  /// `check` looks at it after every step.
  template <class Check>
  void live(Check check) {
    for (int steps = any_of(1, 80); steps > 0; --steps) {
      now_ += std::chrono::milliseconds{any_of(0, 4'000)};
      if (running_.empty() || any_of(0, 2) == 0)
        admit();
      else
        finish();
      check();
    }
  }

  health& subject() { return subject_; }
  const health_policy& policy() const { return policy_; }
  time_point now() const { return now_; }

  /// Probes that are out and have not been given up, last resorts too.
  int probes() const {
    int n = 0;
    for (const attempt& a : running_)
      if (a.probe && !lost(a))
        ++n;
    return n;
  }

private:
  struct attempt {
    bool probe;
    time_point started;
  };

  void admit() {
    const auto how = *rc::gen::element(urgency::normal, urgency::last_resort);
    const health_state before = subject_.state(now_);
    const time_point held_until = subject_.held_until();
    const bool held =
        before != health_state::closed && before != health_state::half_open;
    const admission a = subject_.admit(now_, how, any_chance());
    RC_ASSERT(a.state == before);
    RC_ASSERT(subject_.held_until() == held_until);
    RC_ASSERT(a.admitted == (a.why == refusal::none));
    if (!a.admitted) {
      RC_ASSERT(a.until > now_);
      return;
    }
    RC_ASSERT(a.probe == (before != health_state::closed));
    if (held)
      check_last_resort(how, before);
    running_.push_back({a.probe, now_});
  }

  void check_last_resort(urgency how, health_state before) {
    RC_ASSERT(how == urgency::last_resort);
    RC_ASSERT(before != health_state::misconfigured);
    RC_ASSERT(!last_resort_
              || now_ - *last_resort_ >= policy_.last_resort_pause);
    last_resort_ = now_;
  }

  void finish() {
    const auto i = any_of<std::size_t>(0, running_.size());
    const bool probe = running_[i].probe;
    const bool told = !lost(running_[i]);
    running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
    if (told)
      report(probe);
  }

  void report(bool probe) {
    subject_.settle(now_);
    const health_state from = subject_.state(now_);
    const time_point held_until = subject_.held_until();
    const auto change = tell(probe);
    RC_ASSERT(subject_.state(now_) == (change ? change->to : from));
    if (subject_.state(now_) == health_state::closed)
      RC_ASSERT(subject_.held_until() <= now_);
    else
      RC_ASSERT(subject_.held_until() >= held_until);
    if (!change)
      return;
    RC_ASSERT(change->from == from);
    RC_ASSERT(change->from != change->to);
    RC_ASSERT_FALSE(change->cause.empty());
    RC_ASSERT(subject_.since() == now_);
    if (change->to == health_state::closed)
      return;
    RC_ASSERT(change->until > now_);
    RC_ASSERT(change->until == subject_.held_until());
  }

  std::optional<health_change> tell(bool probe) {
    const int fate = any_of(0, 10);
    if (fate < 3)
      return subject_.succeeded(now_, probe);
    if (fate == 3) {
      subject_.abandoned(now_, probe);
      return std::nullopt;
    }
    const auto mark = *rc::gen::element(
        health_mark::none, health_mark::failure, health_mark::failure,
        health_mark::rate_limited, health_mark::provider_misconfigured);
    failure why = failure_of(*rc::gen::element(failure_class::server_error,
                                               failure_class::timed_out));
    if (any_of(0, 2) == 0)
      why.retry_after = std::chrono::milliseconds{any_of(-1, 60'000)};
    return subject_.failed(now_, probe, mark, why, any_chance());
  }

  bool lost(const attempt& a) const {
    return a.probe && now_ - a.started >= policy_.probe_patience;
  }

  health_policy policy_;
  health subject_;
  time_point now_ = at(std::chrono::milliseconds{0});
  std::optional<time_point> last_resort_;
  std::vector<attempt> running_;
};

} // namespace bellwether::domain
