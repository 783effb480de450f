#include "domain/health_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;
using enum health_state;
using subject = health_subject;

TEST_CASE("every failed probe doubles the bound of the hold",
          "[domain][breaker]") {
  subject s;
  s.chance = 1.0;
  CHECK(s.open_at(0s).until == at(10s));
  s.probe_at(10s);
  auto change = s.fail(11s, true);
  REQUIRE(change);
  CHECK(change->from == half_open);
  CHECK(change->to == open);
  CHECK(change->until == at(31s));
  CHECK_THAT(change->cause, Catch::StartsWith("the probe failed: overloaded"));
  CHECK(s.h.consecutive_failures() == 4);
  s.probe_at(31s);
  CHECK(s.fail(31s, true)->until == at(71s));
  std::chrono::milliseconds t = 71s;
  for (int i = 0; i < 5; ++i) {
    s.probe_at(t);
    s.fail(t, true);
    t += 300s;
  }
  CHECK(s.h.held_until() == at(t));
}

TEST_CASE("a relapse goes on with the growing holds", "[domain][breaker]") {
  subject s;
  s.recover_from(0s);
  s.chance = 1.0;
  SECTION("soon after the recovery") {
    CHECK(s.open_at(65s).until == at(85s));
    SECTION("and once more") {
      s.probe_at(85s);
      s.succeed(85s, true);
      CHECK(s.open_at(86s).until == at(126s));
    }
  }
  SECTION("also with successes in between") {
    s.succeed(30s);
    CHECK(s.open_at(31s).until == at(51s));
  }
  SECTION("not later") {
    CHECK(s.open_at(65'001ms).until == at(75'001ms));
  }
  SECTION("not later, by a probe of a misconfiguration") {
    s.misconfigure(66s);
    s.probe_at(366s);
    CHECK(s.fail(366s, true)->until == at(376s));
  }
}

TEST_CASE("a probe that was rate limited does not end the growth of holds",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(5s);
  CHECK(s.limit(5s, true, 2s)->to == rate_limited);
  CHECK(s.h.traffic_share(at(7s)) == 1.0);
  s.chance = 1.0;
  CHECK(s.open_at(8s).until == at(28s));
}

TEST_CASE("an opening ends a slow start", "[domain][breaker]") {
  subject s;
  s.recover_from(-5s);
  s.open_at(1s);
  s.probe_at(6s);
  s.limit(6s, true, 2s);
  CHECK(s.h.traffic_share(at(8s)) == 1.0);
}

TEST_CASE("a probe that tells nothing gives its slot back",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(6s);
  SECTION("abandoned") {
    s.h.abandoned(at(7s), true);
  }
  SECTION("failed by the caller's mistake") {
    CHECK_FALSE(s.h.failed(at(7s), true, health_mark::none,
                           failure_of(failure_class::bad_request), 0.0));
  }
  CHECK(s.h.state(at(7s)) == half_open);
  CHECK(s.h.since() == at(5s));
  s.probe_at(7s);
}

TEST_CASE("an attempt that is no probe cannot free the probe's slot",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(6s);
  s.h.abandoned(at(7s), false);
  s.refuses(7s, half_open, 8s);
}

TEST_CASE("a lost probe is given up after the patience", "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(6s);
  s.refuses(135'500ms, half_open, 136s);
  SECTION("and another goes out") {
    s.probe_at(136s);
  }
  SECTION("and proves nothing any more") {
    CHECK_FALSE(s.succeed(136s, true));
    CHECK_FALSE(s.fail(136s, true));
    CHECK(s.h.state(at(136s)) == half_open);
  }
}

TEST_CASE("what comes back from before the opening changes nothing",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  SECTION("while open") {
    CHECK_FALSE(s.fail(1s));
    CHECK_FALSE(s.fail(1s, false, 100s));
    CHECK_FALSE(s.succeed(1s));
    CHECK(s.h.consecutive_failures() == 3);
    CHECK(s.h.failure_share(at(1s)) == 1.0);
    s.refuses(4'999ms, open, 5s);
    s.probe_at(5s);
  }
  SECTION("while the probe is out") {
    s.probe_at(5s);
    CHECK_FALSE(s.fail(6s));
    CHECK_FALSE(s.limit(6s));
    CHECK_FALSE(s.succeed(6s));
    CHECK(s.h.state(at(6s)) == half_open);
    CHECK(s.succeed(6s, true));
  }
}

TEST_CASE("after a recovery the share of traffic grows", "[domain][breaker]") {
  subject s;
  s.recover_from(-5s);
  CHECK(s.h.traffic_share(at(0s)) == 0.1);
  CHECK(s.h.traffic_share(at(2s)) == 0.1);
  CHECK(s.h.traffic_share(at(15s)) == Approx(0.5));
  CHECK(s.h.traffic_share(at(30s)) == 1.0);
  CHECK(s.h.admit(at(15s), urgency::normal, 0.49).admitted);
  const admission a = s.h.admit(at(15s), urgency::normal, 0.51);
  CHECK_FALSE(a.admitted);
  CHECK(a.state == closed);
  CHECK(a.why == refusal::recovering);
  CHECK(a.until == at(15'100ms));
  CHECK(s.h.admit(at(15s), urgency::last_resort, 0.99).admitted);
  CHECK_FALSE(s.h.admit(at(15s), urgency::last_resort, 0.99).probe);
  CHECK(s.h.admit(at(30s), urgency::normal, 0.99).admitted);
}

TEST_CASE("a slow start of nothing lets all through at once",
          "[domain][breaker]") {
  health_policy p;
  p.slow_start = 0ms;
  subject s;
  s.h = health{p};
  s.recover_from(-5s);
  CHECK(s.h.traffic_share(at(0s)) == 1.0);
  CHECK(s.h.admit(at(0s), urgency::normal, 0.999).admitted);
}

TEST_CASE("who is held out has no share of traffic", "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  CHECK(s.h.traffic_share(at(4s)) == 0.0);
  CHECK(s.h.traffic_share(at(6s)) == 0.0);
}

TEST_CASE("the failures before a recovery do not count after it",
          "[domain][breaker]") {
  health_policy p;
  p.failure_threshold = 100;
  p.failure_volume = 3;
  p.failure_window = 1h;
  p.hold.base = 1s;
  subject s;
  s.h = health{p};
  s.open_at(0s);
  s.probe_at(1s);
  s.succeed(1s, true);
  CHECK_FALSE(s.fail(2s));
  CHECK_FALSE(s.fail(2s));
  SECTION("of an opening") {
    CHECK(s.fail(2s));
  }
  SECTION("of a misconfiguration") {
    s.misconfigure(2s);
    s.probe_at(302s);
    s.succeed(302s, true);
    CHECK_FALSE(s.fail(302s));
  }
}

} // namespace bellwether::domain
