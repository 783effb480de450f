// Probes, memory and events of a provider's actor.
#include "actors/provider_stage.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <vector>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::failure_class;
using domain::health_state;

/// Keeps the slots of the probes that it was asked for.
class waiting_prober final : public prober {
public:
  void probe(std::size_t, permit slot) override {
    slots.push_back(std::move(slot));
  }

  std::vector<permit> slots;
};

/// A provider that is probed every ten seconds.
struct probed : provider_stage {
  probed()
      : provider_stage{5, [](provider_config& c) {
                         c.probe.kind = domain::probe_kind::models;
                         c.probe.interval = 10s;
                       }} {
    where().enter(std::shared_ptr<prober>{probes});
  }

  void advance_in_steps(std::chrono::milliseconds length) {
    for (; length > 0ms; length -= 250ms)
      advance(250ms);
  }

  std::shared_ptr<waiting_prober> probes = std::make_shared<waiting_prober>();
};

} // namespace

TEST_CASE("a provider of which nothing is heard is probed", "[actors][probe]") {
  probed at;
  at.advance_in_steps(3s);
  REQUIRE(at.probes->slots.size() == 1);
  at.probes->slots[0].finished({});
  at.run();
  CHECK(at.report().probes == 1);
  CHECK(at.report().last_outcome.has_value());
  at.advance_in_steps(9s);
  CHECK(at.probes->slots.size() == 1);
  at.advance_in_steps(3s);
  CHECK(at.probes->slots.size() == 2);
}

TEST_CASE("real traffic makes probes needless", "[actors][probe]") {
  probed at;
  for (int i = 0; i < 10; ++i) {
    auto got = at.ask().take<attempt>();
    succeed(got);
    at.advance_in_steps(5s);
  }
  CHECK(at.probes->slots.size() <= 1);
}

TEST_CASE(
    "a provider that is down is probed when its hold is over, and is back",
    "[actors][probe]") {
  probed at;
  for (int i = 0; i < 3; ++i)
    at.fail_once(failure_class::unreachable);
  REQUIRE(at.report().provider.state == health_state::open);
  at.advance_in_steps(1'500ms);
  REQUIRE(at.probes->slots.size() == 1);
  // One at a time: neither a request nor another probe.
  at.ask().take<domain::give_up>();
  SECTION("it answers") {
    at.probes->slots[0].finished({});
    at.run();
    CHECK(at.report().provider.state == health_state::closed);
    const auto events = at.events().after(0);
    REQUIRE(events.size() == 3);
    CHECK(events[0].to == "open");
    CHECK(events[1].to == "half_open");
    CHECK(events[2].to == "closed");
    CHECK(events[0].kind == "provider_state");
    CHECK(events[0].provider == "one");
    CHECK(events[0].until.has_value());
    CHECK_FALSE(events[0].cause.empty());
  }
  SECTION("it does not") {
    at.probes->slots[0].finished(
        {.failed = failure_of(failure_class::unreachable)});
    at.run();
    CHECK(at.report().provider.state == health_state::open);
    CHECK(at.report().probes_failed == 1);
  }
  SECTION("nobody knows") {
    at.probes->slots.clear();
    at.run();
    at.advance_in_steps(1'500ms);
    CHECK(at.probes->slots.size() == 1);
  }
}

TEST_CASE("a list of models that is there excuses no failed calls",
          "[actors][probe]") {
  probed at;
  at.fail_once(failure_class::server_error);
  at.fail_once(failure_class::server_error);
  at.advance_in_steps(15s);
  REQUIRE(at.probes->slots.size() == 1);
  at.probes->slots[0].finished({});
  at.run();
  CHECK(at.report().provider.consecutive_failures == 2);
  at.fail_once(failure_class::server_error);
  CHECK(at.report().provider.state == health_state::open);
}

TEST_CASE("one request that fails again and again counts once",
          "[actors][provider]") {
  provider_stage at{5};
  const auto c = call_of("all", at.now() + 60s);
  domain::failover progress{catalog_of({"one"}), {}, {0}, c->deadline};
  progress.next(at.now(), 0.0);
  progress.failed(0, failure_of(failure_class::server_error), at.now());
  c->progress = progress;
  for (int i = 0; i < 5; ++i) {
    inbox answers;
    caf::anon_send(at.subject(), admit_call{{c, answers.sink()}, {}});
    at.run();
    auto got = answers.take<attempt>();
    fail(got, failure_of(failure_class::server_error));
    at.run();
  }
  CHECK(at.report().provider.consecutive_failures == 0);
  CHECK(at.report().failures == 5);
}

TEST_CASE("an answer that comes too late is a failure", "[actors][provider]") {
  provider_stage at{5, [](provider_config& c) {
                      c.health.slow = 2s;
                    }};
  const auto answer_after = [&](std::chrono::nanoseconds first_token) {
    auto got = at.ask().take<attempt>();
    got.permit.finished({.first_token = first_token});
    at.run();
  };
  answer_after(3s);
  answer_after(3s);
  CHECK(at.report().provider.consecutive_failures == 2);
  answer_after(1s);
  CHECK(at.report().provider.consecutive_failures == 0);
  for (int i = 0; i < 3; ++i)
    answer_after(3s);
  CHECK(at.report().provider.state == health_state::open);
  CHECK(at.report().provider.cause.find("slow_ms") != std::string::npos);
}

TEST_CASE("an attempt that lost against another teaches how slow it was",
          "[actors][provider]") {
  provider_stage at{5};
  for (int i = 0; i < 30; ++i) {
    auto got = at.ask().take<attempt>();
    got.permit.finished({.first_token = 2s, .lost = true});
    at.run();
  }
  const auto report = at.report();
  CHECK(report.models[0].answer_p95 == 2s);
  CHECK(report.in_flight == 0);
  CHECK(report.failures == 0);
  CHECK_FALSE(report.last_outcome.has_value());
}

TEST_CASE("a stream that has begun proves its provider before it ends",
          "[actors][provider]") {
  provider_stage at{10};
  for (int i = 0; i < 3; ++i)
    at.fail_once(failure_class::unreachable);
  at.advance(1001ms);
  auto stream = at.ask().take<attempt>();
  REQUIRE(at.report().provider.state == health_state::half_open);
  stream.permit.began();
  at.run();
  CHECK(at.report().provider.state == health_state::closed);
  CHECK(at.report().in_flight == 1);
  auto other = at.ask().take<attempt>();
  succeed(other);
  succeed(stream);
  at.run();
  CHECK(at.report().in_flight == 0);
  CHECK(at.report().provider.state == health_state::closed);
}

TEST_CASE("attempts from before an outage do not open what has recovered",
          "[actors][provider]") {
  provider_stage at{10};
  std::vector<attempt> hanging;
  for (int i = 0; i < 5; ++i)
    hanging.push_back(at.ask().take<attempt>());
  for (int i = 0; i < 3; ++i)
    at.fail_once(failure_class::unreachable);
  at.advance(1001ms);
  auto probe = at.ask().take<attempt>();
  succeed(probe);
  at.run();
  REQUIRE(at.report().provider.state == health_state::closed);
  for (auto& each : hanging)
    fail(each, failure_of(failure_class::timed_out));
  at.run();
  CHECK(at.report().provider.state == health_state::closed);
  CHECK(at.report().provider.consecutive_failures == 0);
  CHECK(at.report().limit == 10);
  CHECK(at.report().in_flight == 0);
}

TEST_CASE("what ends before the provider had a say keeps no probe away",
          "[actors][probe]") {
  probed at;
  at.advance_in_steps(3s);
  REQUIRE(at.probes->slots.size() == 1);
  at.probes->slots[0].finished({});
  at.run();
  for (int i = 0; i < 4; ++i) {
    at.fail_once(
        GENERATE(failure_class::caller_gone, failure_class::deadline_passed));
    at.advance_in_steps(4s);
  }
  CHECK(at.probes->slots.size() == 2);
}

TEST_CASE("what was waited for too long counts, whoever gave it up",
          "[actors][provider]") {
  provider_stage at{5, [](provider_config& c) {
                      c.health.slow = 2s;
                    }};
  for (int i = 0; i < 3; ++i) {
    auto got = at.ask().take<attempt>();
    outcome how{.first_token = 3s};
    if (i == 0)
      how.lost = true;
    else
      how.failed = failure_of(failure_class::deadline_passed);
    got.permit.finished(how);
    at.run();
  }
  CHECK(at.report().provider.state == health_state::open);
}

TEST_CASE("load stays away when the provider's own count runs out",
          "[actors][provider]") {
  provider_stage at{5, [](provider_config& c) {
                      c.quota_headroom = 0.1;
                    }};
  auto got = at.ask().take<attempt>();
  outcome told;
  told.quota.requests = {.limit = 10, .remaining = 2, .reset_in = 30s};
  got.permit.finished(told);
  at.run();
  CHECK(at.report().models[0].remaining_requests == 2);
  auto next = at.ask().take<attempt>();
  succeed(next);
  at.run();
  // One is left, and that is the headroom. But nobody else is there.
  const auto c = call_of("all", at.now() + 60s);
  inbox answers;
  caf::anon_send(at.where().router(), dispatch_call{{c, answers.sink()}});
  at.run();
  answers.take<attempt>();
  REQUIRE(c->progress->records().size() == 1);
  CHECK(c->progress->records()[0].why == domain::refusal::low_quota);
}

} // namespace bellwether::actors::test
