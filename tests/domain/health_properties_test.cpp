#include "domain/any.hpp"
#include "domain/health.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>
#include <vector>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

// Short enough that a random life passes through all of it.
health_policy any_policy() {
  health_policy p;
  p.failure_threshold = any_of(1U, 4U);
  p.hold = {1s, 8s};
  p.rate_limit_hold = {2s, 6s};
  p.misconfigured_hold = 5s;
  p.probe_patience = 20s;
  return p;
}

struct attempt {
  bool probe;
  time_point started;
};

// A health under random admissions, results and pauses; `check` looks at it
// after every step.
class random_life {
public:
  random_life() : policy_{any_policy()}, subject_{policy_} {}

  template <class Check>
  void live(Check check) {
    for (int steps = any_of(1, 80); steps > 0; --steps) {
      now_ += std::chrono::milliseconds{any_of(0, 4'000)};
      const time_point before = subject_.held_until();
      const health_state state = subject_.state(now_);
      if (running_.empty() || *rc::gen::arbitrary<bool>())
        admit();
      else
        finish();
      check(before, state);
    }
  }

  health& subject() { return subject_; }
  time_point now() const { return now_; }

  // Probes that are out and have not been given up.
  int probes() const {
    int n = 0;
    for (const attempt& a : running_)
      if (a.probe && !lost(a))
        ++n;
    return n;
  }

private:
  void admit() {
    const admission a = subject_.admit(now_);
    if (a.admitted)
      running_.push_back({a.probe, now_});
    else
      RC_ASSERT(a.until > now_);
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
    const auto mark = *rc::gen::element(
        health_mark::none, health_mark::failure, health_mark::failure,
        health_mark::rate_limited, health_mark::provider_misconfigured);
    failure why = failure_of(failure_class::server_error);
    if (*rc::gen::arbitrary<bool>())
      why.retry_after = std::chrono::milliseconds{any_of(-1, 60'000)};
    const int fate = any_of(0, 10);
    std::optional<health_change> change;
    if (fate < 3)
      change = subject_.succeeded(now_, probe);
    else if (fate == 3)
      subject_.abandoned(now_, probe);
    else
      change = subject_.failed(now_, probe, mark, why, chance());
    if (change) {
      RC_ASSERT(change->from != change->to);
      RC_ASSERT_FALSE(change->cause.empty());
      RC_ASSERT(subject_.since() == now_);
    }
  }

  bool lost(const attempt& a) const {
    return a.probe && now_ - a.started >= policy_.probe_patience;
  }

  static double chance() { return any_of(0, 1'000) / 1'000.0; }

  health_policy policy_;
  health subject_;
  time_point now_ = at(0ms);
  std::vector<attempt> running_;
};

} // namespace

TEST_CASE("no two probes are ever out at once", "[domain][breaker]") {
  rc::prop("whatever comes", [] {
    random_life life;
    life.live([&](time_point, health_state) { RC_ASSERT(life.probes() <= 1); });
  });
}

TEST_CASE("a longer hold is never shortened", "[domain][breaker]") {
  rc::prop("whatever comes", [] {
    random_life life;
    life.live([&](time_point before, health_state) {
      RC_ASSERT(life.subject().held_until() >= before);
    });
  });
}

TEST_CASE("while held out nobody is admitted before the time",
          "[domain][breaker]") {
  rc::prop("whatever comes", [] {
    random_life life;
    life.live([&](time_point before, health_state state) {
      const bool held = state == health_state::open
                        || state == health_state::misconfigured
                        || state == health_state::rate_limited;
      if (held && life.now() < before) {
        RC_ASSERT(life.subject().state(life.now()) != health_state::closed);
        RC_ASSERT(life.subject().state(life.now()) != health_state::half_open);
      }
    });
  });
}

TEST_CASE("a provider always comes back once it answers", "[domain][breaker]") {
  rc::prop("whatever came before", [] {
    random_life life;
    life.live([](time_point, health_state) {});
    // Longer than every hold and a probe's patience.
    const time_point later = life.now() + 2h;
    const admission a = life.subject().admit(later);
    RC_ASSERT(a.admitted);
    life.subject().succeeded(later, a.probe);
    RC_ASSERT(life.subject().state(later) == health_state::closed);
    RC_ASSERT(life.subject().admit(later).admitted);
  });
}

} // namespace bellwether::domain
