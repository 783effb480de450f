// How a provider is held out, how it comes back, and what is not its fault.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"
#include "integration/harness/together.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

namespace bellwether::integration {

namespace {

json status(int code) {
  return {{"kind", "status"}, {"status", code}};
}

/// Every hold lasts exactly so long.
json holds_of(int ms) {
  return {{"health",
           {{"min_hold_ms", ms},
            {"max_hold_ms", ms},
            {"rate_limit_min_hold_ms", ms},
            {"rate_limit_max_hold_ms", ms},
            {"misconfigured_hold_ms", ms}}}};
}

json merged(json first, const json& second) {
  first.merge_patch(second);
  return first;
}

std::string state_of(const stage& at, const std::string& provider) {
  return at.daemon.health(provider)["state"];
}

/// Fails three calls at openai, which is held out after that.
void bring_down(const stage& at) {
  at.sim.fail("openai", status(500));
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat("pair").status == 200);
  REQUIRE(eventually([&] { return state_of(at, "openai") == "open"; }));
}

bool answered_by(const answer& got, const char* provider) {
  return got.status == 200 && got.header("x-bellwether-provider") == provider;
}

} // namespace

TEST_CASE("three failures reach a provider, and no fourth",
          "[integration][recovery]") {
  const auto fault = GENERATE(status(500), status(503), json("reset"),
                              json{{"kind", "cut"}, {"after", 0}});
  CAPTURE(fault);
  const stage at;
  at.sim.fail("openai", fault);
  for (int i = 0; i < 10; ++i)
    CHECK(answered_by(i % 2 == 0 ? at.chat("pair") : at.stream("pair"),
                      "anthropic"));
  CHECK(at.sim.requests("openai") == 3);
  CHECK(at.daemon.health("openai")["hold_seconds"] > 0);
}

TEST_CASE("a share of failures opens too, though none are in a row",
          "[integration][recovery]") {
  const stage at{
      json{{"health",
            {{"failure_rate_percent", 40}, {"failure_min_requests", 10}}}}};
  for (int i = 0; i < 10 && state_of(at, "openai") == "closed"; ++i) {
    at.sim.fail("openai", status(500));
    CHECK(at.chat("pair").status == 200);
    at.sim.recover("openai");
    CHECK(at.chat("pair").status == 200);
  }
  CHECK(state_of(at, "openai") == "open");
}

TEST_CASE("real traffic brings a provider back after its hold",
          "[integration][recovery]") {
  const stage at{holds_of(500)};
  bring_down(at);
  at.sim.recover("openai");
  const auto asked = at.sim.requests("openai");
  CHECK(answered_by(at.chat("pair"), "anthropic"));
  CHECK(at.sim.requests("openai") == asked);
  CHECK(eventually([&] { return answered_by(at.chat("pair"), "openai"); }));
  CHECK(eventually([&] { return state_of(at, "openai") == "closed"; }));
}

TEST_CASE("a provider that is back gets its traffic little by little",
          "[integration][recovery]") {
  constexpr double length_ms = 3000;
  const stage at{
      merged(holds_of(200), {{"health", {{"slow_start_ms", 3000}}}})};
  bring_down(at);
  at.sim.recover("openai");
  REQUIRE(eventually([&] { return answered_by(at.chat("pair"), "openai"); }));
  const stopwatch since;
  std::array<double, 3> all{};
  std::array<double, 3> first_choice{};
  while (since.milliseconds() < length_ms) {
    const auto third =
        static_cast<std::size_t>(since.milliseconds() * 3 / length_ms);
    const auto got = at.chat("pair");
    CHECK(got.status == 200);
    all.at(std::min<std::size_t>(third, 2)) += 1;
    if (answered_by(got, "openai"))
      first_choice.at(std::min<std::size_t>(third, 2)) += 1;
  }
  CAPTURE(all, first_choice);
  // A sixth, a half and five sixths on the average.
  CHECK(first_choice[0] / all[0] < 0.4);
  CHECK(first_choice[0] / all[0] < first_choice[1] / all[1]);
  CHECK(first_choice[1] / all[1] < first_choice[2] / all[2]);
  CHECK(first_choice[2] / all[2] > 0.6);
  REQUIRE(eventually(
      [&] { return at.daemon.health("openai")["traffic_share"] == 1; }));
  for (int i = 0; i < 20; ++i)
    CHECK(answered_by(at.chat("pair"), "openai"));
}

TEST_CASE("a slow start refuses nobody who has nowhere else to go",
          "[integration][recovery]") {
  const stage at{
      merged(holds_of(200), {{"health", {{"slow_start_ms", 60000}}}})};
  bring_down(at);
  at.sim.recover("openai");
  REQUIRE(eventually([&] { return answered_by(at.chat("pair"), "openai"); }));
  for (int i = 0; i < 20; ++i)
    CHECK(at.chat("alone").status == 200);
}

TEST_CASE("a provider that flaps is asked less and less",
          "[integration][recovery]") {
  constexpr double half_ms = 2500;
  const stage at{
      json{{"health", {{"min_hold_ms", 40}, {"max_hold_ms", 20000}}}}};
  at.sim.fail("openai", {{"kind", "flap"},
                         {"up_ms", 60},
                         {"down_ms", 60},
                         {"fault", status(503)}});
  const auto start = at.sim.now_ms();
  const stopwatch since;
  while (since.milliseconds() < 2 * half_ms)
    CHECK(at.chat("pair").status == 200);
  std::array<int, 2> failed{};
  for (const auto& each : at.sim.journal("openai"))
    if (each["status"] == 503)
      ++failed.at(each["at_ms"] < start + half_ms ? 0 : 1);
  CAPTURE(failed);
  CHECK(failed[0] > 3);
  CHECK(failed[1] < failed[0]);
}

TEST_CASE("a key that is refused holds a provider out after one attempt",
          "[integration][recovery]") {
  const stage at{merged(holds_of(300), {{"health",
                                         {{"misconfigured_hold_ms", 800},
                                          {"probe", {{"kind", "models"}}}}}})};
  at.sim.fail("openai", status(401));
  for (int i = 0; i < 5; ++i)
    CHECK(answered_by(at.chat("pair"), "anthropic"));
  CHECK(at.sim.journal("openai").size() == 1);
  CHECK(state_of(at, "openai") == "misconfigured");
  // Its key is good again: a probe finds out, without any traffic.
  at.sim.recover("openai");
  CHECK(eventually([&] { return state_of(at, "openai") == "closed"; }));
  CHECK(at.sim.journal("openai").size() == 1);
  CHECK(answered_by(at.chat("pair"), "openai"));
}

TEST_CASE("a limited rate never counts as a failure",
          "[integration][recovery]") {
  // Of these DeepSeek alone says nothing of when to come back.
  const stage at{
      merged(holds_of(30),
             {{"routes",
               {{"pair", {{"candidates", {"deepseek-v3.2", "gpt-4.1"}}}}}}})};
  at.sim.fail("deepseek", "rate_limit");
  REQUIRE(eventually([&] {
    CHECK(answered_by(at.chat("pair"), "openai"));
    return at.sim.requests("deepseek") >= 6;
  }));
  const auto health = at.daemon.health("deepseek");
  CHECK(health["state"] == "closed");
  CHECK(health["consecutive_failures"] == 0);
}

TEST_CASE("a lone provider with fallbacks elsewhere is held out like any other",
          "[integration][recovery]") {
  const stage at{
      json{{"routes", {{"alone", {{"fallbacks", {"claude-sonnet-4.5"}}}}}}}};
  at.sim.fail("openai", status(500));
  for (int i = 0; i < 8; ++i)
    CHECK(answered_by(at.chat("alone"), "anthropic"));
  CHECK(at.sim.requests("openai") == 3);
}

TEST_CASE("where everybody is held out the one that is back is found early",
          "[integration][recovery]") {
  const stage at{holds_of(20'000)};
  at.sim.fail("openai", "refuse");
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat("alone").status == 503);
  REQUIRE(at.daemon.health("openai")["hold_seconds"] > 10);
  at.sim.recover("openai");
  const stopwatch since;
  CHECK(eventually([&] { return at.chat("alone").status == 200; }));
  CHECK(since.milliseconds() < 4000);
  CHECK(state_of(at, "openai") == "closed");
}

TEST_CASE("a last resort is asked once a second and not more",
          "[integration][recovery]") {
  const stage at{holds_of(20'000)};
  at.sim.fail("openai", status(500));
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat("alone").status == 503);
  const stopwatch since;
  while (since.milliseconds() < 2500)
    CHECK(at.chat("alone").status == 503);
  CHECK(at.sim.requests("openai") > 3);
  CHECK(at.sim.requests("openai") <= 3 + 3);
}

TEST_CASE("callers that leave say nothing of a provider",
          "[integration][recovery]") {
  const stage at;
  at.sim.fail("openai", "hang_before_headers");
  for (int i = 0; i < 5; ++i) {
    raw_client client{at.daemon.port()};
    client.send(stream_request("pair"));
    REQUIRE(eventually(
        [&] { return at.daemon.health("openai")["in_flight"] == 1; }));
    client.close();
    REQUIRE(eventually(
        [&] { return at.daemon.health("openai")["in_flight"] == 0; }));
  }
  const auto health = at.daemon.health("openai");
  CHECK(health["state"] == "closed");
  CHECK(health["consecutive_failures"] == 0);
  CHECK(health["failures"] == 0);
  CHECK(health["error_rate"] == 0);
}

TEST_CASE("a caller that leaves a half-open provider's probe gives it back",
          "[integration][recovery]") {
  const stage at{holds_of(200)};
  bring_down(at);
  at.sim.fail("openai", "hang_before_headers");
  REQUIRE(eventually([&] { return state_of(at, "openai") == "half_open"; }));
  raw_client client{at.daemon.port()};
  client.send(stream_request("pair"));
  REQUIRE(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 1; }));
  // The others do not wait for it.
  CHECK(answered_by(at.chat("pair"), "anthropic"));
  client.close();
  REQUIRE(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 0; }));
  at.sim.recover("openai");
  CHECK(answered_by(at.chat("pair"), "openai"));
}

TEST_CASE("an answer that is too slow is a failure, though a good one",
          "[integration][recovery]") {
  const stage at{json{{"health", {{"slow_ms", 100}}}}};
  at.sim.behave("openai", {{"latency_ms", 200}});
  for (int i = 0; i < 3; ++i)
    CHECK(answered_by(i % 2 == 0 ? at.chat("pair") : at.stream("pair"),
                      "openai"));
  CHECK(eventually([&] { return state_of(at, "openai") == "open"; }));
  CHECK(answered_by(at.chat("pair"), "anthropic"));
}

} // namespace bellwether::integration
