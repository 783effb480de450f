// The first-choice provider dies under load and comes back; nobody notices.
#include "integration/harness/eventually.hpp"
#include "integration/harness/load.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

namespace bellwether::integration {

namespace {

constexpr int rate = 200;

/// Seconds; BELLWETHER_LONG=1 takes the time of a real outage.
int duration() {
  return std::getenv("BELLWETHER_LONG") == nullptr ? 12 : 60;
}

json quick_recovery() {
  const json timeouts{{"connect_ms", 500}, {"first_byte_ms", 500}};
  json out{{"health",
            {{"min_hold_ms", 200},
             {"max_hold_ms", 1000},
             {"rate_limit_min_hold_ms", 200},
             {"rate_limit_max_hold_ms", 1000}}}};
  for (const auto& name : simulator::providers())
    out["providers"][name]["timeouts"] = timeouts;
  return out;
}

/// Waits until so many seconds of load have reached the providers.
void await_load(const stage& at, int seconds) {
  const auto wanted =
      static_cast<std::size_t>(rate) * static_cast<std::size_t>(seconds);
  REQUIRE(eventually([&] { return at.sim.requests() >= wanted; },
                     std::chrono::seconds{duration() + 10}));
}

/// Half of the load is streams.
void check_outage(const json& fault) {
  CAPTURE(fault);
  const stage at{quick_recovery()};
  const int seconds = duration();
  running_load load{at.daemon, "pair", rate, seconds, 0.5};
  await_load(at, seconds / 3);
  at.sim.fail("openai", fault);
  const auto healthy_calls = at.sim.requests("anthropic");
  await_load(at, 2 * seconds / 3);
  const auto during = at.sim.requests("anthropic") - healthy_calls;
  at.sim.recover("openai");
  const auto before_return = at.sim.requests("openai");
  const auto report = load.report();
  CAPTURE(at.daemon.log().substr(0, 4000));
  CAPTURE(report.dump(2));
  CHECK(report["failed"] == 0);
  CHECK(report["succeeded"] == report["sent"]);
  CHECK(report["sent"] >= rate * seconds * 9 / 10);
  CHECK(report["streams"]["done"] == report["streams"]["count"]);
  CHECK(report["streams"]["count"] > rate * seconds / 4);
  // The other provider stood in, and the first choice was taken up again.
  CHECK(during > static_cast<std::size_t>(rate * seconds / 6));
  CHECK(at.sim.requests("openai")
        > before_return + static_cast<std::size_t>(rate * seconds / 12));
}

} // namespace

TEST_CASE("an outage by refusing under load fails no request",
          "[integration][outage]") {
  check_outage("refuse");
}

TEST_CASE("an outage by hanging under load fails no request",
          "[integration][outage]") {
  check_outage("hang_before_headers");
}

TEST_CASE("an outage by server errors under load fails no request",
          "[integration][outage]") {
  check_outage({{"kind", "status"}, {"status", 500}});
}

TEST_CASE("an outage by rate limits under load fails no request",
          "[integration][outage]") {
  check_outage("rate_limit");
}

} // namespace bellwether::integration
