#include "domain/health_life.hpp"
#include "domain/health_subject.hpp"

#include <catch2/catch.hpp>

#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;
using enum health_state;
using subject = health_subject;

namespace {

subject successor_of(const subject& s, std::chrono::milliseconds t) {
  subject next;
  next.h.recall(s.h.remember(), at(t));
  return next;
}

} // namespace

TEST_CASE("a hold goes on after a restart", "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  subject next = successor_of(s, 2s);
  CHECK(next.h.state(at(2s)) == open);
  CHECK(next.h.since() == at(0s));
  CHECK(next.h.consecutive_failures() == 3);
  CHECK(next.h.last_cause() == s.h.last_cause());
  next.refuses(4'999ms, open, 5s);
  next.probe_at(5s);
  next.chance = 1.0;
  CHECK(next.fail(5s, true)->until == at(25s));
}

TEST_CASE("a hold that ended during a restart is half open",
          "[domain][breaker]") {
  subject s;
  SECTION("of an open one") {
    s.open_at(0s);
  }
  SECTION("of a misconfigured one") {
    s.misconfigure(-295s);
  }
  subject next = successor_of(s, 60s);
  CHECK(next.h.state(at(60s)) == half_open);
  CHECK(next.h.since() == at(5s));
  CHECK_FALSE(next.h.settle(at(60s)));
  next.probe_at(60s);
}

TEST_CASE("a rate limit that ended during a restart is forgotten",
          "[domain][breaker]") {
  subject s;
  s.limit(0s, false, 20s);
  CHECK(successor_of(s, 10s).h.state(at(10s)) == rate_limited);
  CHECK(successor_of(s, 20s).h.state(at(20s)) == closed);
}

TEST_CASE("a probe does not outlive a restart", "[domain][breaker]") {
  subject s;
  s.open_at(0s);
  s.probe_at(5s);
  subject next = successor_of(s, 6s);
  CHECK_FALSE(next.succeed(6s, true));
  next.probe_at(6s);
}

TEST_CASE("what a healthy one counted goes on after a restart",
          "[domain][breaker]") {
  subject s;
  s.fail(0s);
  s.fail(0s);
  subject next = successor_of(s, 1s);
  CHECK(next.fail(1s)->to == open);
}

TEST_CASE("a slow start and a relapse reach over a restart",
          "[domain][breaker]") {
  subject s;
  s.recover_from(-5s);
  subject next = successor_of(s, 10s);
  CHECK(next.h.traffic_share(at(15s)) == Approx(0.5));
  next.chance = 1.0;
  SECTION("soon") {
    CHECK(next.open_at(20s).until == at(40s));
  }
  SECTION("not later") {
    CHECK(next.h.traffic_share(at(61s)) == 1.0);
    CHECK(next.open_at(61s).until == at(71s));
  }
}

TEST_CASE("a time-out forbids last resorts after a restart too",
          "[domain][breaker]") {
  subject s;
  SECTION("of a slow one") {
    s.what = failure_class::timed_out;
    s.open_at(0s);
    // Comes late, and says nothing of why it is open.
    s.limit(0s);
    subject next = successor_of(s, 1s);
    next.refuses(1s, open, 10s, urgency::last_resort);
  }
  SECTION("not of a rate limited one") {
    s.limit(0s);
    s.what = failure_class::timed_out;
    s.fail(1s);
    successor_of(s, 1s).ask_as_a_last_resort(1s);
  }
  SECTION("not of another") {
    s.open_at(0s);
    successor_of(s, 1s).ask_as_a_last_resort(1s);
  }
}

TEST_CASE("times that cannot be are mended", "[domain][breaker]") {
  health_memory m;
  m.since = at(48h);
  m.held_until = at(48h);
  health h{health_policy{}};
  SECTION("a hold is cut to a day") {
    m.state = GENERATE(open, rate_limited, misconfigured);
    h.recall(m, at(0s));
    CHECK(h.state(at(0s)) == m.state);
    CHECK(h.held_until() == at(24h));
  }
  SECTION("who is not held out has no hold") {
    m.state = GENERATE(closed, half_open);
    h.recall(m, at(0s));
    CHECK(h.state(at(0s)) == m.state);
    CHECK(h.held_until() == at(0s));
    CHECK(h.admit(at(0s)).admitted);
  }
  CHECK(h.since() == at(0s));
}

TEST_CASE("a recalled health forgets what it was", "[domain][breaker]") {
  subject s;
  s.misconfigure(0s);
  s.h.recall({}, at(1s));
  CHECK(s.h.remember().consecutive_failures == 0);
  CHECK(s.h.state(at(1s)) == closed);
  CHECK(s.h.last_cause().empty());
  CHECK(s.h.admit(at(1s)).admitted);
}

TEST_CASE("a successor remembers the same and admits the same",
          "[domain][breaker]") {
  rc::prop("whatever came before", [] {
    health_life life;
    life.live([] {});
    health& before = life.subject();
    before.settle(life.now());
    health after{life.policy()};
    after.recall(before.remember(), life.now());
    RC_ASSERT(after.remember() == before.remember());
    time_point now = life.now();
    for (int i = 0; i < 10; ++i) {
      now += std::chrono::milliseconds{any_of(0, 10'000)};
      RC_ASSERT(after.state(now) == before.state(now));
      // A copy is asked: the first probe would keep the others out.
      health copy = after;
      const admission a = copy.admit(now);
      if (life.probes() > 0 && a.probe)
        continue;
      copy = before;
      const admission b = copy.admit(now);
      RC_ASSERT(a.admitted == b.admitted);
      RC_ASSERT(a.probe == b.probe);
      RC_ASSERT(a.until == b.until);
    }
  });
}

} // namespace bellwether::domain
