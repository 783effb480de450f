#include "domain/health_life.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;

TEST_CASE("holds and admissions keep their rules", "[domain][breaker]") {
  rc::prop("whatever comes", [] {
    health_life life;
    life.live([] {});
  });
}

TEST_CASE("no two probes are ever out at once", "[domain][breaker]") {
  rc::prop("whatever comes", [] {
    health_life life;
    life.live([&] { RC_ASSERT(life.probes() <= 1); });
  });
}

TEST_CASE("the state that is told is the one that is settled",
          "[domain][breaker]") {
  rc::prop("at any time later", [] {
    health_life life;
    life.live([&] {
      health copy = life.subject();
      const time_point later =
          life.now() + std::chrono::milliseconds{any_of(0, 90'000)};
      const health_state before = copy.state(life.now());
      const health_state told = copy.state(later);
      copy.settle(life.now());
      const auto change = copy.settle(later);
      RC_ASSERT(copy.state(later) == told);
      RC_ASSERT(change.has_value() == (told != before));
      RC_ASSERT(copy.since() <= later);
      RC_ASSERT_FALSE(copy.settle(later));
    });
  });
}

TEST_CASE("a provider always comes back once it answers", "[domain][breaker]") {
  rc::prop("whatever came before", [] {
    health_life life;
    life.live([] {});
    // Longer than every hold and a probe's patience.
    const time_point later = life.now() + 2h;
    const admission a = life.subject().admit(later);
    RC_ASSERT(a.admitted);
    life.subject().succeeded(later, a.probe);
    RC_ASSERT(life.subject().state(later) == health_state::closed);
    RC_ASSERT(life.subject().admit(later).admitted);
    const time_point full = later + life.policy().slow_start;
    RC_ASSERT(life.subject().admit(full, urgency::normal, 0.999).admitted);
  });
}

TEST_CASE("the share of traffic only grows, to all of it",
          "[domain][breaker]") {
  rc::prop("while nothing fails", [] {
    health_life life;
    life.live([] {});
    health& h = life.subject();
    time_point now = life.now() + 2h;
    h.succeeded(now, h.admit(now).probe);
    const time_point start = now;
    double before = 0.1;
    while (now < start + life.policy().slow_start) {
      const double share = h.traffic_share(now);
      RC_ASSERT(share >= before);
      RC_ASSERT(share <= 1.0);
      before = share;
      now += std::chrono::milliseconds{any_of(1, 2'000)};
      h.succeeded(now, false);
    }
    RC_ASSERT(h.traffic_share(now) == 1.0);
  });
}

TEST_CASE("as many are admitted in a slow start as the share says",
          "[domain][breaker]") {
  rc::prop("at any time in it", [](unsigned seed) {
    constexpr int tries = 4'000;
    health h{health_policy{}};
    const failure why = failure_of(failure_class::server_error);
    for (int i = 0; i < 3; ++i)
      h.failed(at(0s), false, health_mark::failure, why, 0.0);
    RC_ASSERT(h.admit(at(5s)).probe);
    h.succeeded(at(5s), true);
    const time_point now =
        at(5s + std::chrono::milliseconds{any_of(0, 35'000)});
    std::mt19937 random{seed};
    std::uniform_real_distribution<> chance;
    int admitted = 0;
    for (int i = 0; i < tries; ++i)
      admitted +=
          h.admit(now, urgency::normal, chance(random)).admitted ? 1 : 0;
    // Five standard deviations at the most.
    const double share = admitted / static_cast<double>(tries);
    RC_ASSERT(std::abs(share - h.traffic_share(now)) < 0.04);
  });
}

} // namespace bellwether::domain
