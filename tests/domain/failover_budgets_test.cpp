#include "domain/failover_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;

TEST_CASE("who may not be paid is passed over and never asked again",
          "[domain][failover][budget]") {
  failover_subject s{{0, 1, 2}};
  s.goes_to(0);
  s.is_over("web");
  s.goes_to(1);
  s.fails(failure_class::server_error);
  s.goes_to(2);
  s.is_over("batch");
  // Neither as a last resort nor in a later round.
  s.goes_to(1, 0s, 100ms, 0.5);
  s.fails(failure_class::server_error, 1s);
  s.goes_to(1, 1s, 200ms, 0.5);
  CHECK(s.f.attempts() == 2);
}

TEST_CASE("a budget that refuses is no failure of a provider",
          "[domain][failover][budget]") {
  failover_subject s{{0, 1}};
  s.goes_to(0);
  s.is_over("web");
  REQUIRE(s.f.records().size() == 1);
  const attempt_record& r = s.f.records().front();
  CHECK(r.deployment == 0);
  CHECK_FALSE(r.admitted);
  CHECK(r.why == refusal::over_budget);
  CHECK(r.held == health_state::closed);
  CHECK(s.f.attempts() == 0);
  CHECK(s.f.failed_providers().empty());
  CHECK_FALSE(s.f.has_failed_at_provider_of(0));
}

TEST_CASE("when all are over their budgets, the last of these says why",
          "[domain][failover][budget]") {
  failover_subject s{{0, 1}};
  CHECK(s.f.refused_by_budget() == nullptr);
  s.goes_to(0);
  s.is_over("web");
  s.goes_to(1);
  s.is_over("batch");
  s.gives_up();
  s.gives_up();
  REQUIRE(s.f.refused_by_budget() != nullptr);
  CHECK(s.f.refused_by_budget()->budget == "batch");
}

TEST_CASE("budgets are not why where somebody else refused or failed",
          "[domain][failover][budget]") {
  failover_subject s{{0, 1}};
  s.goes_to(0);
  SECTION("by a failure before") {
    s.fails(failure_class::bad_credentials);
    s.goes_to(1);
    s.is_over("web");
    s.gives_up();
  }
  SECTION("by a failure afterwards") {
    s.is_over("web");
    s.goes_to(1);
    s.fails(failure_class::bad_credentials);
    s.gives_up();
  }
  SECTION("by a refusal") {
    s.is_over("web");
    s.goes_to(1);
    s.is_refused(health_state::misconfigured, 100s);
    s.gives_up();
  }
  CHECK(s.f.refused_by_budget() == nullptr);
}

TEST_CASE("a retry that may not be paid is the last of its candidate",
          "[domain][failover][budget]") {
  failover_subject s{{0}};
  s.goes_to(0);
  s.fails(failure_class::server_error);
  s.goes_to(0, 0s, 100ms, 0.5);
  s.is_over("web");
  s.gives_up();
  CHECK(s.f.refused_by_budget() == nullptr);
  CHECK(s.f.failed_providers() == std::vector<std::size_t>{0});
}

TEST_CASE("a last resort may be over its budget",
          "[domain][failover][budget]") {
  failover_subject s{{0, 1}};
  s.goes_to(0);
  s.is_refused(health_state::closed, 50ms, refusal::recovering);
  s.goes_to(1);
  s.is_over("web");
  s.turns_to(0);
  s.is_over("web");
  s.gives_up();
}

TEST_CASE("a hedge passes over who may not be paid",
          "[domain][failover][budget]") {
  failover_subject s{{0, 1, 2}};
  s.goes_to(0);
  s.is_over("web");
  s.goes_to(1);
  s.is_hedged_with(2);
  CHECK_FALSE(s.f.hedge(at(0ms)));
}

TEST_CASE("a hedge that may not be paid leaves the first attempt as it is",
          "[domain][failover][budget]") {
  failover_subject s{{0, 1, 2}};
  s.goes_to(0);
  s.is_hedged_with(1);
  SECTION("and is not asked again if that was told") {
    s.is_over("web");
    CHECK(s.f.records().back().deployment == 1);
    s.f.failed(0, failure_of(failure_class::bad_credentials), at(0ms));
    s.goes_to(2);
    s.fails(failure_class::bad_credentials);
    s.gives_up();
  }
  SECTION("and is asked later if it was not") {
    s.f.failed(0, failure_of(failure_class::bad_credentials), at(0ms));
    s.goes_to(1);
  }
}

TEST_CASE("budgets that refuse use up no attempts",
          "[domain][failover][budget]") {
  failover_policy one;
  one.max_attempts = 1;
  failover_subject s{{3, 2}, one};
  s.goes_to(3);
  s.is_degraded({1, 0});
  s.goes_to(2);
  s.is_over("batch");
  s.goes_to(1);
  s.is_over("batch");
  s.goes_to(0);
  s.fails(failure_class::server_error);
  s.gives_up();
}

} // namespace bellwether::domain
