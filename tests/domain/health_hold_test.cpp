#include "domain/health.hpp"
#include "domain/health_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;
using enum health_state;
using subject = health_subject;

TEST_CASE("a rate limit holds until the provider's time, without a probe",
          "[domain][breaker]") {
  subject s;
  const auto change = s.limit(0s, false, 20s);
  REQUIRE(change);
  CHECK(change->from == closed);
  CHECK(change->to == rate_limited);
  CHECK(change->until == at(20s));
  s.refuses(19'999ms, rate_limited, 20s);
  CHECK(s.h.state(at(20s)) == closed);
  const admission a = s.h.admit(at(20s));
  CHECK(a.admitted);
  CHECK_FALSE(a.probe);
  CHECK(s.h.consecutive_failures() == 0);
  CHECK(s.h.since() == at(20s));
}

TEST_CASE("a rate limit without a time grows with each one",
          "[domain][breaker]") {
  subject s;
  CHECK(s.limit(0s)->until == at(10s));
  s.chance = 1.0;
  CHECK(s.limit(20s)->until == at(60s));
  CHECK_FALSE(s.succeed(30s));
  CHECK(s.limit(70s, false, 0s)->until == at(130s));
  CHECK_FALSE(s.succeed(140s));
  CHECK(s.limit(150s)->until == at(170s));
}

TEST_CASE("a burst of rate limits counts once", "[domain][breaker]") {
  subject s;
  CHECK(s.limit(0s));
  for (int i = 0; i < 50; ++i)
    CHECK_FALSE(s.limit(0s));
  s.refuses(1s, rate_limited, 10s);
  s.chance = 1.0;
  CHECK(s.limit(11s)->until == at(51s));
}

TEST_CASE("a provider's time is believed up to an hour", "[domain][breaker]") {
  subject s;
  CHECK(s.limit(0s, false, std::chrono::milliseconds::max())->until == at(1h));
}

TEST_CASE("the longer of two rate limits wins", "[domain][breaker]") {
  subject s;
  s.limit(0s, false, 40s);
  CHECK_FALSE(s.limit(1s, false, 10s));
  s.refuses(1s, rate_limited, 40s);
  CHECK_FALSE(s.limit(2s, false, 50s));
  s.refuses(2s, rate_limited, 52s);
  CHECK_FALSE(s.succeed(3s));
  s.refuses(3s, rate_limited, 52s);
}

TEST_CASE("an open breaker stays open when a rate limit comes",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  CHECK_FALSE(s.limit(1s, false, 60s));
  s.refuses(2s, open, 61s);
  CHECK_FALSE(s.limit(3s, false, 1s));
  s.refuses(3s, open, 61s);
  s.probe_at(61s);
}

TEST_CASE("failures during a rate limit open with the longer hold",
          "[domain][breaker]") {
  subject s;
  s.limit(0s, false, 60s);
  s.open_at(1s);
  s.refuses(2s, open, 60s);
}

TEST_CASE("a probe that is rate limited shows a provider that is up",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(5s);
  const auto change = s.limit(5s, true, 5s);
  REQUIRE(change);
  CHECK(change->from == half_open);
  CHECK(change->to == rate_limited);
  CHECK(change->until == at(10s));
  CHECK(s.h.consecutive_failures() == 0);
  const admission a = s.h.admit(at(10s), urgency::normal, 0.99);
  CHECK(a.admitted);
  CHECK_FALSE(a.probe);
}

TEST_CASE("a misconfiguration holds out at once, from any state",
          "[domain][breaker]") {
  subject s;
  health_state from = closed;
  SECTION("closed") {}
  SECTION("open") {
    s.open_at(0s);
    from = open;
  }
  SECTION("half open") {
    s.open_at(-10s);
    s.probe_at(0s);
    from = half_open;
  }
  SECTION("rate limited") {
    s.limit(0s, false, 10s);
    from = rate_limited;
  }
  const auto change = s.misconfigure(0s, from == half_open);
  REQUIRE(change);
  CHECK(change->from == from);
  CHECK(change->to == misconfigured);
  CHECK(change->until == at(300s));
  CHECK_THAT(change->cause, Catch::Contains("operator"));
  s.refuses(1s, misconfigured, 300s);
  CHECK_FALSE(s.misconfigure(200s));
  CHECK_FALSE(s.fail(200s));
  CHECK_FALSE(s.succeed(200s));
  s.refuses(299s, misconfigured, 300s);
  s.probe_at(300s);
}

TEST_CASE("a misconfigured provider comes back through a probe",
          "[domain][breaker]") {
  subject s;
  s.misconfigure(0s);
  s.probe_at(300s);
  SECTION("that succeeds") {
    CHECK(s.succeed(301s, true)->to == closed);
  }
  SECTION("that fails otherwise") {
    CHECK(s.fail(301s, true)->to == open);
  }
  SECTION("that is refused again") {
    CHECK(s.misconfigure(301s, true)->until == at(601s));
  }
  SECTION("that tells nothing") {
    s.h.abandoned(at(301s), true);
    CHECK(s.h.state(at(301s)) == half_open);
    s.probe_at(301s);
  }
}

TEST_CASE("a rate limit never shortens a misconfiguration",
          "[domain][breaker]") {
  subject s;
  s.misconfigure(0s);
  CHECK_FALSE(s.limit(1s, false, 5s));
  s.refuses(2s, misconfigured, 300s);
}

// Found by the property: the second probe went out beside the first.
TEST_CASE("a misconfiguration beside a probe lets no second probe out",
          "[domain][breaker]") {
  health_policy p;
  p.failure_threshold = 1;
  p.misconfigured_hold = 5s;
  subject s;
  s.h = health{p};
  s.fail(0s);
  s.probe_at(5s);
  REQUIRE(s.misconfigure(6s));
  s.refuses(10s, misconfigured, 11s);
  s.refuses(10s, misconfigured, 11s, urgency::last_resort);
  s.refuses(11s, half_open, 12s);
  SECTION("until the first has reported, which proves nothing") {
    CHECK_FALSE(s.succeed(12s, true));
    CHECK(s.h.state(at(12s)) == half_open);
    s.probe_at(12s);
  }
  SECTION("until the first is given up") {
    s.probe_at(135s);
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
    CHECK(s.fail(0s, false, 1s)->until == at(5s));
  }
  SECTION("up to five minutes") {
    CHECK(s.fail(0s, false, 24h)->until == at(5min));
  }
}

TEST_CASE("failures and successes during a rate limit count",
          "[domain][breaker]") {
  subject s;
  s.limit(0s, false, 60s);
  s.fail(1s);
  s.fail(1s);
  CHECK_FALSE(s.succeed(1s));
  CHECK(s.h.failure_share(at(1s)) == Approx(2.0 / 3));
  CHECK_FALSE(s.fail(1s));
  CHECK(s.h.state(at(1s)) == rate_limited);
}

} // namespace bellwether::domain
