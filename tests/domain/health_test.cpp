#include "domain/health.hpp"

#include "domain/health_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;
using enum health_state;
using subject = health_subject;

TEST_CASE("a healthy provider admits everybody", "[domain][breaker]") {
  subject s;
  for (int i = 0; i < 5; ++i) {
    const admission a = s.h.admit(at(0ms));
    CHECK(a.admitted);
    CHECK_FALSE(a.probe);
  }
  CHECK(s.h.state(at(0ms)) == closed);
}

TEST_CASE("consecutive failures up to the threshold open the breaker",
          "[domain][breaker]") {
  subject s;
  CHECK_FALSE(s.fail(0s));
  CHECK_FALSE(s.fail(1s));
  CHECK(s.h.consecutive_failures() == 2);
  const auto change = s.fail(2s);
  REQUIRE(change);
  CHECK(change->from == closed);
  CHECK(change->to == open);
  CHECK(change->until == at(4'500ms));
  CHECK_THAT(change->cause, Catch::Contains("3 consecutive failures")
                                && Catch::Contains("told by the test"));
  CHECK(s.h.since() == at(2s));
  CHECK(s.h.held_until() == at(4'500ms));
  CHECK_THAT(s.h.last_cause(), Catch::Contains("overloaded"));
  s.refuses(4'499ms, open, 4'500ms);
}

TEST_CASE("a success between failures starts the count again",
          "[domain][breaker]") {
  subject s;
  s.fail(0s);
  s.fail(1s);
  CHECK_FALSE(s.h.succeeded(at(2s), false));
  CHECK(s.h.consecutive_failures() == 0);
  CHECK_FALSE(s.fail(3s));
  CHECK_FALSE(s.fail(4s));
  CHECK(s.fail(5s));
}

TEST_CASE("an open breaker lets one probe through after the hold",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(2'500ms);
  s.refuses(2'600ms, half_open, 3'600ms);
  const auto change = s.h.succeeded(at(3s), true);
  REQUIRE(change);
  CHECK(change->from == half_open);
  CHECK(change->to == closed);
  CHECK(change->cause == "the probe succeeded");
  CHECK(s.h.admit(at(3s)).admitted);
  CHECK(s.h.consecutive_failures() == 0);
}

TEST_CASE("every failed probe doubles the hold, a success resets it",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(2'500ms);
  auto change = s.fail(3s, true);
  REQUIRE(change);
  CHECK(change->from == half_open);
  CHECK(change->to == open);
  CHECK(change->until == at(8s));
  CHECK_THAT(change->cause, Catch::Contains("the probe failed"));
  s.probe_at(8s);
  change = s.fail(8s, true);
  REQUIRE(change);
  CHECK(change->until == at(18s));
  s.probe_at(18s);
  CHECK(s.h.succeeded(at(18s), true));
  s.open_at(20s);
  CHECK(s.h.held_until() == at(22'500ms));
}

TEST_CASE("a probe that tells nothing gives its slot back",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(3s);
  SECTION("abandoned") {
    s.h.abandoned(at(4s), true);
  }
  SECTION("failed by the caller's mistake") {
    CHECK_FALSE(s.h.failed(at(4s), true, health_mark::none,
                           failure_of(failure_class::bad_request), 0.0));
  }
  CHECK(s.h.state(at(4s)) == open);
  s.probe_at(4s);
}

TEST_CASE("an attempt that is no probe cannot free the probe's slot",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(3s);
  s.h.abandoned(at(4s), false);
  s.refuses(4s, half_open, 5s);
}

TEST_CASE("a lost probe is given up after the patience", "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(3s);
  s.refuses(132'500ms, half_open, 133s);
  CHECK(s.h.state(at(133s)) == open);
  s.probe_at(133s);
}

TEST_CASE("what comes back from before the opening changes nothing",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  SECTION("while open") {
    CHECK_FALSE(s.fail(1s));
    CHECK_FALSE(s.fail(1s, false, 100s));
    CHECK_FALSE(s.h.succeeded(at(1s), false));
    s.refuses(2'499ms, open, 2'500ms);
    s.probe_at(2'500ms);
    const auto change = s.fail(3s, true);
    REQUIRE(change);
    CHECK(change->until == at(8s));
  }
  SECTION("while the probe is out") {
    s.probe_at(2'500ms);
    CHECK_FALSE(s.fail(3s));
    CHECK_FALSE(s.limit(3s));
    CHECK_FALSE(s.h.succeeded(at(3s), false));
    CHECK(s.h.state(at(3s)) == half_open);
    CHECK(s.h.succeeded(at(3s), true));
  }
}

TEST_CASE("an overloaded provider's own time lengthens the hold",
          "[domain][breaker]") {
  subject s;
  s.fail(0s);
  s.fail(0s);
  SECTION("as asked") {
    CHECK(s.fail(0s, false, 30s)->until == at(30s));
  }
  SECTION("not shorter than the policy's") {
    CHECK(s.fail(0s, false, 1s)->until == at(2'500ms));
  }
  SECTION("up to five minutes") {
    CHECK(s.fail(0s, false, 24h)->until == at(5min));
  }
}

TEST_CASE("health states have names", "[domain][breaker]") {
  CHECK(to_string(closed) == "closed");
  CHECK(to_string(open) == "open");
  CHECK(to_string(half_open) == "half_open");
  CHECK(to_string(rate_limited) == "rate_limited");
  CHECK(to_string(misconfigured) == "misconfigured");
}

} // namespace bellwether::domain
