// Providers are held out after failures and come back.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"
#include "integration/harness/together.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

namespace bellwether::integration {

namespace {

json hold_for(int ms) {
  return {{"health",
           {{"failure_threshold", 3},
            {"min_hold_ms", ms},
            {"max_hold_ms", ms},
            {"rate_limit_min_hold_ms", ms},
            {"rate_limit_max_hold_ms", ms},
            {"misconfigured_hold_ms", ms}}}};
}

bool is_held(const stage& at, const std::string& provider) {
  return at.daemon.health(provider)["hold_seconds"] > 0;
}

/// Providers that answered calls which were made at the same time.
std::vector<std::string> ask_together(const stage& at, std::size_t calls) {
  return together(calls, calls, [&](std::size_t) {
    return at.chat("pair").header("x-bellwether-provider");
  });
}

} // namespace

TEST_CASE("a provider that failed three times is left alone, then probed once",
          "[integration][breaker]") {
  const stage at{hold_for(2000)};
  at.sim.fail("openai", {{"kind", "status"}, {"status", 500}});
  const stopwatch since;
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat("pair").header("x-bellwether-attempts") == "2");
  CHECK(eventually(
      [&] { return at.daemon.health("openai")["state"] == "open"; }));
  CHECK(at.daemon.health("openai")["consecutive_failures"] == 3);

  for (int i = 0; i < 5; ++i) {
    const auto got = at.chat("pair");
    CHECK(got.status == 200);
    CHECK(got.header("x-bellwether-attempts") == "1");
  }
  REQUIRE(is_held(at, "openai"));
  CHECK(at.sim.requests("openai") == 3);

  // The probe takes long enough for the other calls to meet it.
  at.sim.behave("openai", {{"latency_ms", 500}});
  REQUIRE(eventually([&] { return !is_held(at, "openai"); }));
  CHECK(since.milliseconds() >= 2000);
  const auto who = ask_together(at, 4);
  CHECK(std::ranges::count(who, "openai") == 1);
  CHECK(std::ranges::count(who, "anthropic") == 3);
  CHECK(at.sim.requests("openai") == 4);
  CHECK(eventually(
      [&] { return at.daemon.health("openai")["state"] == "closed"; }));
  CHECK(at.daemon.health("openai")["consecutive_failures"] == 0);
  CHECK(at.chat("pair").header("x-bellwether-provider") == "openai");
}

TEST_CASE("a probe that fails prolongs the hold and costs the caller nothing",
          "[integration][breaker]") {
  const stage at{hold_for(400)};
  at.sim.fail("openai", "refuse");
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat("pair").status == 200);
  REQUIRE(eventually(
      [&] { return at.daemon.health("openai")["state"] == "open"; }));
  REQUIRE(eventually([&] { return !is_held(at, "openai"); }));
  const auto probed = at.chat("pair");
  CHECK(probed.status == 200);
  CHECK(probed.header("x-bellwether-attempts") == "2");
  CHECK(eventually(
      [&] { return at.daemon.health("openai")["consecutive_failures"] == 4; }));
  CHECK(at.daemon.health("openai")["state"] == "open");
}

TEST_CASE("successes between failures keep the breaker closed",
          "[integration][breaker]") {
  const stage at{hold_for(2000)};
  for (int i = 0; i < 4; ++i) {
    at.sim.fail("openai", {{"kind", "status"}, {"status", 500}});
    CHECK(at.chat("pair").status == 200);
    CHECK(at.chat("pair").status == 200);
    at.sim.recover("openai");
    CHECK(at.chat("pair").header("x-bellwether-provider") == "openai");
  }
  CHECK(at.daemon.health("openai")["state"] == "closed");
}

TEST_CASE("a Retry-After is kept to the second", "[integration][breaker]") {
  const stage at{hold_for(50)};
  at.sim.behave(
      "openai",
      {{"fault", {{"kind", "rate_limit"}, {"retry_after", 1}}}, {"times", 1}});
  const stopwatch since;
  CHECK(at.chat("pair").header("x-bellwether-provider") == "anthropic");
  const auto model = [&] {
    return at.daemon.health("openai")["models"][0];
  };
  CHECK(eventually([&] { return model()["state"] == "rate_limited"; }));
  CHECK(model()["hold_seconds"] > 0.1);
  // A limited rate is no fault of the provider.
  CHECK(at.daemon.health("openai")["state"] == "closed");
  CHECK(eventually([&] {
    return at.chat("pair").header("x-bellwether-provider") == "openai";
  }));
  CHECK(since.milliseconds() >= 950);
  CHECK(at.sim.requests("openai") == 2);
}

TEST_CASE("a model that is gone does not hold out its provider",
          "[integration][breaker]") {
  const stage at{json{
      {"models",
       {{{"name", "gone"}, {"provider", "openai"}, {"context_window", 1000}},
        {{"name", "here"}, {"provider", "openai"}, {"context_window", 1000}}}},
      {"routes",
       {{"auto", {{"candidates", {"gone", "here"}}, {"strategy", "listed"}}},
        {"pair", nullptr},
        {"alone", nullptr}}}}};
  at.sim.behave("openai", {{"fault",
                            {{"kind", "status"},
                             {"status", 404},
                             {"body",
                              {{"error",
                                {{"message", "The model `gone` does not exist"},
                                 {"code", "model_not_found"}}}}}}},
                           {"times", 1}});
  const auto got = at.chat("auto");
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-model") == "here");
  CHECK(eventually([&] {
    return at.daemon.health("openai")["models"][0]["state"] == "misconfigured";
  }));
  CHECK(at.daemon.health("openai")["state"] == "closed");
  CHECK(at.chat("auto").header("x-bellwether-attempts") == "1");
}

TEST_CASE("a provider never has more calls at once than it may",
          "[integration][breaker]") {
  const stage at{
      json{{"providers", {{"openai", {{"limits", {{"max_concurrent", 2}}}}}}}}};
  at.sim.behave("openai", {{"latency_ms", 500}});
  const auto who = ask_together(at, 5);
  CHECK(std::ranges::count(who, "openai") == 2);
  CHECK(std::ranges::count(who, "anthropic") == 3);
  CHECK(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 0; }));
  CHECK(at.daemon.health("openai")["failures"] == 0);
}

} // namespace bellwether::integration
