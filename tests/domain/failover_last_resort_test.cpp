#include "domain/failover_subject.hpp"

namespace bellwether::domain {

using namespace std::chrono_literals;
using enum health_state;
using subject = failover_subject;

TEST_CASE("who was only cautious is asked again before anybody held out",
          "[domain][failover]") {
  subject s;
  s.goes_to(0);
  s.is_refused(open, 1s);
  s.goes_to(1);
  s.is_refused(closed, 100ms, refusal::recovering);
  s.goes_to(2);
  s.is_refused(rate_limited, 30s, refusal::low_quota);
  s.goes_to(3);
  s.is_refused(closed, 50ms, refusal::full);
  s.turns_to(1);
  s.is_refused(open, 9s);
  s.turns_to(2);
  s.is_refused(rate_limited, 30s);
  s.turns_to(3);
  s.is_refused(closed, 50ms, refusal::full);
  s.turns_to(0);
}

TEST_CASE("a slot elsewhere is better than a place in a queue",
          "[domain][failover]") {
  subject s{{0, 1}};
  s.goes_to(0);
  s.is_refused(closed, 50ms, refusal::full);
  s.goes_to(1);
  s.is_refused(closed, 100ms, refusal::recovering);
  s.turns_to(1);
}

TEST_CASE("a candidate that was named and never asked is still there",
          "[domain][failover]") {
  subject s{{0, 1}, {.max_wait = 0ms}};
  s.goes_to(0);
  SECTION("a hedge that was not allowed") {
    REQUIRE(s.f.hedge(at(1s))->deployment == 1);
    s.f.failed(0, failure_of(failure_class::timed_out), at(2s));
    s.goes_to(1, 2s);
  }
  SECTION("a question that nobody answered") {
    s.goes_to(0);
  }
}

TEST_CASE("of those held out the one that returns soonest is the last resort",
          "[domain][failover]") {
  subject s{{0, 1, 2, 3}, {.max_wait = 0ms}};
  s.goes_to(0);
  s.is_refused(open, 20s);
  s.goes_to(1);
  s.is_refused(rate_limited, 10s);
  s.goes_to(2);
  s.is_refused(misconfigured, 1s);
  s.goes_to(3);
  s.is_refused(half_open, 15s, refusal::probing);
  s.turns_to(1);
  s.is_refused(rate_limited, 10s);
  s.turns_to(3);
  s.is_refused(half_open, 15s, refusal::probing);
  s.turns_to(0);
  s.is_refused(open, 20s);
  // Each once, and never who only a person can mend.
  s.gives_up();
}

TEST_CASE("a last resort that fails leaves the others", "[domain][failover]") {
  subject s{{0, 1}, {.max_wait = 0ms}};
  s.goes_to(0);
  s.is_refused(open, 5s);
  s.goes_to(1);
  s.is_refused(open, 6s);
  s.turns_to(0);
  s.fails(failure_class::server_error);
  s.turns_to(1);
  s.fails(failure_class::server_error);
  s.gives_up();
  CHECK(s.f.attempts() == 2);
}

TEST_CASE("asking a provider that failed the request once more is a retry",
          "[domain][failover]") {
  subject s{{0, 1}};
  s.goes_to(0);
  s.fails(failure_class::server_error);
  s.goes_to(1);
  s.is_refused(open, 500ms);
  const auto resort = std::get<try_candidate>(s.f.next(at(0ms), 0.0));
  CHECK(resort.deployment == 1);
  CHECK_FALSE(resort.retry);
  s.is_refused(open, 500ms);
  const auto again = std::get<try_candidate>(s.f.next(at(0ms), 0.0));
  CHECK(again.deployment == 0);
  CHECK(again.retry);
  SECTION("which may be denied: only who has not failed is left") {
    s.f.deny_retry();
    s.goes_to(1, 0s, 500ms);
    s.fails(failure_class::server_error, 500ms);
    s.gives_up(false, 500ms);
  }
}

TEST_CASE("a hedge is another provider that was not asked yet",
          "[domain][failover]") {
  subject s{{0, 1, 2}};
  s.goes_to(0);
  const auto second = s.f.hedge(at(1s));
  REQUIRE(second);
  CHECK(second->deployment == 1);
  CHECK(second->how == urgency::normal);
  SECTION("one that is not free gives way to the next") {
    s.is_refused(open, 9s);
    CHECK(s.f.hedge(at(1s))->deployment == 2);
    s.is_refused(open, 9s);
    CHECK_FALSE(s.f.hedge(at(1s)));
    // The first one failed: those that were not free are the last resort.
    s.f.failed(0, failure_of(failure_class::timed_out), at(2s));
    s.turns_to(1, 2s);
  }
  SECTION("when both fail the third is next, and each failure has its place") {
    s.f.failed(0, failure_of(failure_class::context_too_long), at(2s));
    s.f.failed(1, failure_of(failure_class::server_error), at(2s));
    CHECK(s.f.attempts() == 2);
    CHECK(s.f.records()[0].deployment == 0);
    CHECK(s.f.records()[1].deployment == 1);
    s.goes_to(2, 2s);
  }
}

TEST_CASE("nobody is hedged at the provider that is slow already",
          "[domain][failover]") {
  auto models = tutorial_catalog();
  models.deployments[1].provider = 0;
  failover f{std::make_shared<const catalog>(models), {}, {0, 1, 2}, at(60s)};
  f.next(at(0ms), 0.0);
  CHECK(f.hedge(at(1s))->deployment == 2);
  CHECK_FALSE(f.hedge(at(1s)));
  // It is still there for later.
  f.failed(0, failure_of(failure_class::timed_out), at(2s));
  f.failed(2, failure_of(failure_class::timed_out), at(2s));
  CHECK(std::get<try_candidate>(f.next(at(2s), 0.0)).deployment == 1);
}

TEST_CASE("there is no hedge without time, attempts or hope",
          "[domain][failover]") {
  subject s{{0, 1}, {.max_attempts = 2}, 10s};
  s.goes_to(0);
  CHECK_FALSE(s.f.hedge(at(10s)));
  s.fails(failure_class::server_error);
  CHECK_FALSE(s.f.hedge(at(1s)));
}

TEST_CASE("the providers that failed a request are told once each",
          "[domain][failover]") {
  subject s;
  s.goes_to(0);
  s.fails(failure_class::server_error);
  CHECK(s.f.has_failed_at_provider_of(0));
  CHECK_FALSE(s.f.has_failed_at_provider_of(1));
  s.goes_to(1);
  s.is_refused(open, 9s);
  s.goes_to(2);
  s.is_refused(closed, 1s, refusal::full);
  s.goes_to(3);
  s.fails(failure_class::rate_limited, 0s, 60s);
  CHECK(s.f.failed_providers() == std::vector<std::size_t>{0, 1, 3});
  // A limited rate is no failure of the provider.
  CHECK_FALSE(s.f.has_failed_at_provider_of(3));
}

TEST_CASE("a caller's own mistake is no provider's failure",
          "[domain][failover]") {
  subject s;
  s.goes_to(0);
  s.fails(failure_class::bad_request);
  CHECK(s.f.failed_providers().empty());
  CHECK_FALSE(s.f.has_failed_at_provider_of(0));
}

} // namespace bellwether::domain
