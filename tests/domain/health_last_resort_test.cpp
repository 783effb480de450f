#include "domain/health_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;
using enum health_state;
using subject = health_subject;

TEST_CASE("an open breaker is asked as a last resort now and then",
          "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.ask_as_a_last_resort(1s);
  s.refuses(2'500ms, open, 5s, urgency::last_resort);
  SECTION("success closes it, with a slow start") {
    const auto change = s.succeed(2s, true);
    REQUIRE(change);
    CHECK(change->from == open);
    CHECK(change->to == closed);
    CHECK(change->cause == "a last resort succeeded");
    CHECK(s.h.traffic_share(at(2s)) == 0.1);
    CHECK(s.open_at(3s).until == at(8s));
  }
  SECTION("failure leaves the hold and its growth") {
    CHECK_FALSE(s.fail(2s, true));
    CHECK(s.h.since() == at(0s));
    s.refuses(2s, open, 5s);
    s.chance = 1.0;
    s.probe_at(5s);
    CHECK(s.fail(5s, true)->until == at(25s));
  }
  SECTION("the provider's own time lengthens the hold") {
    CHECK_FALSE(s.fail(2s, true, 60s));
    s.refuses(2s, open, 62s);
  }
  SECTION("a rate limit alone lengthens nothing") {
    CHECK_FALSE(s.limit(2s, true));
    s.refuses(2s, open, 5s);
    s.ask_as_a_last_resort(2s);
    CHECK_FALSE(s.limit(3s, true, 60s));
    s.refuses(3s, open, 63s);
  }
  SECTION("a pause lies between two") {
    s.fail(1'500ms, true);
    s.refuses(1'999ms, open, 5s, urgency::last_resort);
    s.ask_as_a_last_resort(2s);
  }
  SECTION("once lost, another may go") {
    health_policy long_holds;
    long_holds.hold = {300s, 300s};
    s.h = health{long_holds};
    s.open_at(0s);
    s.ask_as_a_last_resort(2s);
    s.refuses(131'999ms, open, 300s, urgency::last_resort);
    s.ask_as_a_last_resort(132s);
  }
  SECTION("when the hold ends meanwhile it is the probe") {
    s.refuses(5s, half_open, 6s);
    CHECK(s.fail(6s, true)->to == open);
  }
}

TEST_CASE("a time-out forbids last resorts until the recovery",
          "[domain][breaker]") {
  subject s;
  s.open_at(-10s);
  if (GENERATE(true, false)) {
    s.what = failure_class::timed_out;
    s.probe_at(0s);
    REQUIRE(s.fail(0s, true));
  } else {
    s.probe_at(0s);
    REQUIRE(s.fail(0s, true));
    s.ask_as_a_last_resort(0s);
    s.what = failure_class::timed_out;
    CHECK_FALSE(s.fail(1s, true));
  }
  s.refuses(2s, open, 5s, urgency::last_resort);
  s.probe_at(5s);
  s.succeed(5s, true);
  SECTION("then a rate limit may be asked") {
    s.limit(6s);
  }
  SECTION("then another opening may be") {
    s.what = failure_class::overloaded;
    s.open_at(6s);
  }
  s.ask_as_a_last_resort(7s);
}

TEST_CASE("a rate limit is asked as a last resort too", "[domain][breaker]") {
  subject s;
  s.limit(0s);
  s.ask_as_a_last_resort(1s);
  SECTION("success ends it, without a slow start") {
    const auto change = s.succeed(2s, true);
    REQUIRE(change);
    CHECK(change->from == rate_limited);
    CHECK(change->to == closed);
    CHECK(s.h.traffic_share(at(2s)) == 1.0);
    CHECK(s.open_at(3s).until == at(8s));
  }
  SECTION("another limit leaves it, or lengthens it as asked") {
    CHECK_FALSE(s.limit(2s, true));
    s.refuses(2s, rate_limited, 10s);
    s.ask_as_a_last_resort(2s);
    CHECK_FALSE(s.limit(3s, true, 100s));
    s.refuses(3s, rate_limited, 103s);
  }
  SECTION("failures count") {
    CHECK_FALSE(s.fail(2s, true, 90s));
    s.refuses(2s, rate_limited, 92s);
    CHECK_FALSE(s.fail(2s));
    CHECK(s.fail(2s)->until == at(92s));
  }
  SECTION("the limit may pass while it is out") {
    CHECK(s.h.admit(at(10s)).admitted);
    s.open_at(11s);
    s.refuses(12s, open, 16s, urgency::last_resort);
    CHECK_FALSE(s.succeed(13s, true));
    CHECK(s.h.state(at(13s)) == open);
  }
}

TEST_CASE("who has named the time itself is no last resort before it",
          "[domain][breaker]") {
  subject s;
  SECTION("a limited rate") {
    s.limit(0s, false, 60s);
    s.refuses(30s, rate_limited, 60s, urgency::last_resort);
    CHECK(s.h.admit(at(60s)).admitted);
  }
  SECTION("an overload: until that time, not until the hold's end") {
    s.fail(0s);
    s.fail(0s);
    s.fail(0s, false, 2s);
    s.refuses(1'999ms, open, 5s, urgency::last_resort);
    s.ask_as_a_last_resort(2s);
  }
}

} // namespace bellwether::domain
