#include "domain/failover.hpp"

#include "domain/failover_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;

TEST_CASE("round one takes the candidates in order", "[domain][failover]") {
  failover_subject s;
  s.goes_to(0);
  s.fails(failure_class::server_error);
  s.goes_to(1);
  s.is_refused(health_state::open, 100s);
  s.goes_to(2);
  s.fails(failure_class::bad_credentials);
  s.goes_to(3);
  CHECK(s.f.attempts() == 2);
  CHECK(s.f.records().size() == 3);
  CHECK(s.f.deadline() == at(60s));
}

TEST_CASE("the records say what became of each candidate",
          "[domain][failover]") {
  failover_subject s;
  s.goes_to(0);
  s.fails(failure_class::overloaded, 1s, 4s);
  s.goes_to(1, 1s);
  s.is_refused(health_state::rate_limited, 9s);
  const attempt_record& first = s.f.records().at(0);
  CHECK(first.deployment == 0);
  CHECK(first.admitted);
  CHECK(first.failure.what == failure_class::overloaded);
  CHECK(first.until == at(5s));
  const attempt_record& second = s.f.records().at(1);
  CHECK(second.deployment == 1);
  CHECK_FALSE(second.admitted);
  CHECK(second.held == health_state::rate_limited);
  CHECK(second.until == at(9s));
}

TEST_CASE("what passes by itself is tried again after a pause",
          "[domain][failover]") {
  failover_subject s{{0, 1}};
  s.goes_to(0);
  s.fails(failure_class::server_error);
  s.goes_to(1);
  s.fails(failure_class::timed_out);
  // The second is slow, not broken: once was enough.
  s.goes_to(0, 0s, 100ms, 0.5);
  s.fails(failure_class::server_error, 1s);
  s.goes_to(0, 1s, 200ms, 0.5);
}

TEST_CASE("the one that is back soonest is tried first", "[domain][failover]") {
  failover_subject s{{0, 1, 2}};
  s.goes_to(0);
  s.fails(failure_class::rate_limited, 0s, 1'500ms);
  s.goes_to(1);
  s.fails(failure_class::overloaded, 0s, 500ms);
  s.goes_to(2);
  s.is_refused(health_state::half_open, 1s);
  s.turns_to(2);
  s.is_refused(health_state::half_open, 1s);
  s.goes_to(1, 0s, 500ms);
  s.fails(failure_class::server_error, 500ms);
  // Each once a round: the first and third come before the second again.
  s.goes_to(2, 500ms, 500ms);
  s.is_refused(health_state::half_open, 2s);
  s.goes_to(0, 1s, 500ms);
}

TEST_CASE("a pause that is too long is not taken", "[domain][failover]") {
  failover_subject s{{0}};
  s.goes_to(0);
  SECTION("by the provider's word") {
    s.fails(failure_class::rate_limited, 0s, 2'001ms);
    s.gives_up();
  }
  SECTION("by a refusal") {
    s.is_refused(health_state::open, 2'001ms);
    s.turns_to(0);
    s.is_refused(health_state::open, 2'001ms);
    s.gives_up();
  }
  SECTION("but one of the longest length is") {
    s.is_refused(health_state::open, 2s);
    s.turns_to(0);
    s.is_refused(health_state::open, 2s);
    s.goes_to(0, 0s, 2s);
  }
}

TEST_CASE("what was given up stays given up", "[domain][failover]") {
  failover_subject s{{0}};
  s.goes_to(0);
  s.fails(failure_class::rate_limited, 0s, 3s);
  s.gives_up();
  // The pause would be short enough by now.
  s.gives_up(false, 2s);
}

TEST_CASE("a pause leaves time for the attempt", "[domain][failover]") {
  failover_subject s{{0}, {}, 1'050ms};
  s.goes_to(0);
  SECTION("that is too short") {
    s.fails(failure_class::overloaded, 0s, 1s);
    s.gives_up();
  }
  SECTION("that is enough") {
    s.fails(failure_class::overloaded, 0s, 999ms);
    s.goes_to(0, 0s, 999ms);
  }
}

TEST_CASE("what an operator must mend is not tried again",
          "[domain][failover]") {
  failover_subject s{{0, 1}};
  s.goes_to(0);
  s.fails(failure_class::quota_exhausted);
  s.goes_to(1);
  s.is_refused(health_state::misconfigured, 1s);
  s.gives_up();
  s.gives_up();
}

TEST_CASE("a prompt that is too long goes to larger windows only",
          "[domain][failover]") {
  failover_subject s{{1, 0, 2, 3}};
  s.goes_to(1);
  s.fails(failure_class::context_too_long);
  s.goes_to(2);
  s.fails(failure_class::server_error);
  s.goes_to(3);
  s.fails(failure_class::server_error);
  s.goes_to(2);
}

TEST_CASE("a smaller window that failed before is not tried again",
          "[domain][failover]") {
  failover_subject s{{0, 2}};
  s.goes_to(0);
  s.fails(failure_class::server_error);
  s.goes_to(2);
  s.fails(failure_class::context_too_long);
  s.gives_up();
}

TEST_CASE("the caller's mistake ends it at once", "[domain][failover]") {
  failover_subject s;
  s.goes_to(0);
  SECTION("a bad request") {
    s.fails(failure_class::bad_request);
    s.gives_up(false);
  }
  SECTION("a refused content") {
    s.fails(failure_class::content_refused);
    s.gives_up(false);
  }
  SECTION("a departure") {
    s.fails(failure_class::caller_gone);
    s.gives_up(false);
  }
  SECTION("the request's own time") {
    s.fails(failure_class::deadline_passed);
    s.gives_up(true);
  }
}

TEST_CASE("a passed deadline ends it", "[domain][failover]") {
  failover_subject s;
  s.goes_to(0, 59'999ms);
  s.fails(failure_class::timed_out);
  s.gives_up(true, 60s);
}

TEST_CASE("the attempts are bounded, refusals do not count",
          "[domain][failover]") {
  failover_policy two;
  two.max_attempts = 2;
  failover_subject s{{0, 1, 2, 3}, two};
  s.goes_to(0);
  s.is_refused(health_state::open, 100s);
  s.goes_to(1);
  s.fails(failure_class::server_error);
  s.goes_to(2);
  s.fails(failure_class::server_error);
  s.gives_up();
  CHECK(s.f.attempts() == 2);
}

TEST_CASE("a longest pause of nothing means no second round",
          "[domain][failover]") {
  failover_policy once;
  once.max_wait = 0ms;
  failover_subject s{{0}, once};
  s.goes_to(0);
  s.fails(failure_class::server_error);
  s.gives_up();
}

TEST_CASE("the pauses add up", "[domain][failover]") {
  failover_subject s{{0}};
  s.goes_to(0);
  s.fails(failure_class::rate_limited, 0s, 1s);
  s.goes_to(0, 0s, 1s);
  CHECK(s.f.paused() == 1s);
}

TEST_CASE("a candidate that keeps refusing for a moment is not asked for ever",
          "[domain][failover]") {
  failover_subject s{{0}};
  std::chrono::milliseconds now{0};
  s.goes_to(0);
  s.is_refused(health_state::half_open, 1s);
  s.turns_to(0);
  s.is_refused(health_state::half_open, 1s);
  for (unsigned i = 1; i < s.policy.max_attempts; ++i) {
    s.goes_to(0, now, 1s);
    now += 1s;
    s.is_refused(health_state::half_open, now + 1s);
  }
  s.gives_up(false, now);
}

} // namespace bellwether::domain
