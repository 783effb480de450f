#include "actors/provider.hpp"

#include "actors/provider_stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::failure_class;
using domain::health_state;

} // namespace

TEST_CASE("a healthy provider admits and counts what runs",
          "[actors][provider]") {
  provider_stage at{10};
  auto first = at.ask().take<attempt>();
  auto second = at.ask().take<attempt>();
  CHECK(first.deployment == 0);
  CHECK(at.report().in_flight == 2);
  succeed(first);
  succeed(second);
  at.run();
  CHECK(at.report().in_flight == 0);
  CHECK(at.report().attempts == 2);
  CHECK(at.report().last_outcome.has_value());
}

TEST_CASE("a permit that is dropped gives its slot back and tells nothing",
          "[actors][provider]") {
  provider_stage at{1};
  { const auto dropped = at.ask().take<attempt>(); }
  at.run();
  const auto report = at.report();
  CHECK(report.in_flight == 0);
  CHECK(report.failures == 0);
  CHECK_FALSE(report.last_outcome.has_value());
  CHECK(report.provider.state == health_state::closed);
}

TEST_CASE("a provider admits no more at once than it may",
          "[actors][provider]") {
  provider_stage at{2};
  auto first = at.ask().take<attempt>();
  const auto second = at.ask().take<attempt>();
  // The router has nobody else: the call is given up.
  at.ask().take<domain::give_up>();
  CHECK(at.report().in_flight == 2);
  succeed(first);
  at.run();
  at.ask().take<attempt>();
}

TEST_CASE("three failures open the breaker, and after the hold one may probe",
          "[actors][provider]") {
  provider_stage at{10};
  for (int i = 0; i < 3; ++i)
    at.fail_once(failure_class::server_error);
  CHECK(at.report().provider.state == health_state::open);
  CHECK(at.report().provider.consecutive_failures == 3);
  CHECK(at.report().failures == 3);
  // Nobody else is there: one call may try it, as a last resort.
  at.fail_once(failure_class::server_error);
  CHECK(at.report().provider.state == health_state::open);
  at.ask().take<domain::give_up>();

  at.advance(1001ms);
  auto probe = at.ask().take<attempt>();
  CHECK(at.report().provider.state == health_state::half_open);
  at.ask().take<domain::give_up>();
  succeed(probe);
  at.run();
  CHECK(at.report().provider.state == health_state::closed);
  at.ask().take<attempt>();
}

TEST_CASE("a probe that is dropped lets the next one try",
          "[actors][provider]") {
  provider_stage at{10};
  for (int i = 0; i < 3; ++i)
    at.fail_once(failure_class::unreachable);
  at.advance(1001ms);
  { const auto dropped = at.ask().take<attempt>(); }
  at.run();
  at.ask().take<attempt>();
}

TEST_CASE("a caller's mistake and a caller that left are no failures",
          "[actors][provider]") {
  provider_stage at{10};
  const auto what =
      GENERATE(failure_class::bad_request, failure_class::caller_gone,
               failure_class::content_refused, failure_class::context_too_long,
               failure_class::request_too_large);
  for (int i = 0; i < 5; ++i)
    at.fail_once(what);
  const auto report = at.report();
  CHECK(report.provider.state == health_state::closed);
  CHECK(report.provider.consecutive_failures == 0);
  CHECK(report.failures == 0);
  CHECK(report.in_flight == 0);
}

TEST_CASE("a limited rate holds out the model and not the provider",
          "[actors][provider]") {
  provider_stage at{10};
  auto failure = failure_of(failure_class::rate_limited);
  failure.retry_after = 3s;
  auto got = at.ask().take<attempt>();
  fail(got, failure);
  at.run();
  REQUIRE(at.report().models.size() == 1);
  CHECK(at.report().models[0].state == health_state::rate_limited);
  CHECK(at.report().provider.state == health_state::closed);
  // It has named the time: before that it is no last resort either.
  at.ask().take<domain::give_up>();
  at.advance(900ms);
  at.ask().take<domain::give_up>();
  at.advance(2101ms);
  CHECK(at.report().models[0].state == health_state::closed);
  at.ask().take<attempt>();
}

TEST_CASE("wrong credentials hold out the provider at once",
          "[actors][provider]") {
  provider_stage at{10};
  at.fail_once(failure_class::bad_credentials);
  CHECK(at.report().provider.state == health_state::misconfigured);
  at.ask().take<domain::give_up>();
}

TEST_CASE("a permit may report after its provider died", "[actors][provider]") {
  provider_stage at{10};
  auto got = at.ask().take<attempt>();
  at.end(at.subject());
  succeed(got);
  at.run();
}

} // namespace bellwether::actors::test
