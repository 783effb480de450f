// Limits: the providers' own, slots, the queue for them, and the budget for
// retries.
#include "integration/harness/eventually.hpp"
#include "integration/harness/native.hpp"
#include "integration/harness/together.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace bellwether::integration {

namespace {

json status(int code) {
  return {{"kind", "status"}, {"status", code}};
}

json limits_of_openai(const json& limits) {
  return {{"providers", {{"openai", {{"limits", limits}}}}}};
}

/// No failure ever holds a provider out.
json never_held_out(json changes) {
  changes["health"] = {{"failure_threshold", 1000},
                       {"failure_rate_percent", 0}};
  return changes;
}

struct timed_answer {
  answer got;
  double ms = 0;
};

/// Plain calls to a route, all at once.
std::vector<timed_answer> ask_at_once(const stage& at, const char* route,
                                      std::size_t calls) {
  return together(calls, calls, [&](std::size_t) {
    const stopwatch since;
    auto got = at.chat(route);
    return timed_answer{std::move(got), since.milliseconds()};
  });
}

auto with_status(int wanted) {
  return [wanted](const timed_answer& each) {
    return each.got.status == wanted;
  };
}

json openai(const stage& at) {
  return at.daemon.health("openai");
}

/// Has calls at the lone provider take its only slot.
bool slot_is_taken(const stage& at) {
  return openai(at)["in_flight"] == 1;
}

} // namespace

TEST_CASE("load moves on before a provider has to refuse it",
          "[integration][limits]") {
  const std::string provider = GENERATE("openai", "anthropic");
  const json limit = GENERATE(json{{"requests", 20}}, json{{"tokens", 1500}});
  const std::size_t at_once = GENERATE(1U, 6U);
  CAPTURE(provider, limit, at_once);
  const std::string model =
      provider == "openai" ? "gpt-4.1" : "claude-sonnet-4-5";
  const stage at{json{{"routes",
                       {{"limited",
                         {{"strategy", "listed"},
                          {"candidates", {model, "deepseek-chat"}}}}}}},
                 {},
                 native_configuration};
  json behavior{{"limits", limit}, {"tokens", 40}};
  behavior["limits"]["window_ms"] = 60'000;
  at.sim.behave(provider, behavior);
  const auto answers = together(60, at_once, [&](std::size_t) {
    return at.chat("limited", {{"max_tokens", 60}});
  });
  for (const auto& each : answers)
    CHECK(each.status == 200);
  const auto asked = at.sim.journal(provider);
  const auto refused = std::ranges::count_if(
      asked, [](const json& each) { return each["status"] != 200; });
  // Of several at once one may be refused: what answers say of the quota may
  // overtake each other.
  CHECK(refused <= (at_once > 1 ? 1 : 0));
  // Most of what it allows was really used.
  CHECK(asked.size() >= 10);
  CHECK(asked.size() < 60);
}

TEST_CASE("calls wait for the only slot of the only provider",
          "[integration][limits]") {
  const stage at{limits_of_openai({{"max_concurrent", 1}, {"queue", 10}})};
  at.sim.behave("openai", {{"latency_ms", 100}});
  const stopwatch since;
  for (const auto& each : ask_at_once(at, "alone", 5))
    CHECK(each.got.status == 200);
  CHECK(since.milliseconds() >= 490);
  auto asked = at.sim.journal("openai");
  REQUIRE(asked.size() == 5);
  for (std::size_t i = 1; i < asked.size(); ++i)
    CHECK(asked[i]["at_ms"].get<double>()
          >= asked[i - 1]["at_ms"].get<double>() + 95);
  CHECK(openai(at)["queued"] == 0);
  CHECK(openai(at)["shed"] == 0);
}

TEST_CASE("who finds the queue full is told so at once",
          "[integration][limits]") {
  const stage at{limits_of_openai({{"max_concurrent", 1}, {"queue", 2}})};
  at.sim.behave("openai", {{"latency_ms", 800}});
  const auto answers = ask_at_once(at, "alone", 6);
  CHECK(std::ranges::count_if(answers, with_status(200)) == 3);
  CHECK(std::ranges::count_if(answers, with_status(503)) == 3);
  for (const auto& each : answers)
    if (each.got.status == 503) {
      CHECK(each.got.has("retry-after"));
      CHECK(each.ms < 400);
    }
  CHECK(openai(at)["shed"] == 3);
}

TEST_CASE("a caller that leaves the queue costs no slot",
          "[integration][limits]") {
  const stage at{limits_of_openai({{"max_concurrent", 1}, {"queue", 5}})};
  at.sim.behave("openai", {{"latency_ms", 400}});
  raw_client first{at.daemon.port()};
  first.send(stream_request("alone"));
  REQUIRE(eventually([&] { return slot_is_taken(at); }));
  raw_client second{at.daemon.port()};
  second.send(stream_request("alone"));
  REQUIRE(eventually([&] { return openai(at)["queued"] == 1; }));
  second.close();
  CHECK(first.read().done());
  CHECK(at.chat("alone").status == 200);
  CHECK(eventually([&] {
    return openai(at)["in_flight"] == 0 && openai(at)["queued"] == 0;
  }));
}

TEST_CASE("who would come too late does not wait", "[integration][limits]") {
  const stage at{limits_of_openai({{"max_concurrent", 1}, {"queue", 10}})};
  at.sim.behave("openai", {{"latency_ms", 100}});
  // So many answers until its pace is known.
  for (int i = 0; i < 20; ++i)
    CHECK(at.chat("alone").status == 200);
  at.sim.behave("openai", {{"latency_ms", 5000}});
  std::vector<std::unique_ptr<raw_client>> waiting;
  for (int i = 0; i < 6; ++i) {
    waiting.push_back(std::make_unique<raw_client>(at.daemon.port()));
    waiting.back()->send(stream_request("alone"));
    REQUIRE(eventually(
        [&] { return slot_is_taken(at) && openai(at)["queued"] == i; }));
  }
  // Five places of a tenth of a second are before it.
  const stopwatch since;
  const auto late = at.post("/v1/chat/completions", chat_body("alone"),
                            {{"x-bellwether-timeout-ms", "450"}});
  CHECK(late.status == 503);
  CHECK(late.has("retry-after"));
  CHECK(since.milliseconds() < 300);
  CHECK(openai(at)["shed"] == 1);
}

TEST_CASE("who waits for a slot waits no longer than its own time",
          "[integration][limits]") {
  const stage at{limits_of_openai({{"max_concurrent", 1}, {"queue", 10}})};
  at.sim.behave("openai", {{"latency_ms", 1200}});
  raw_client first{at.daemon.port()};
  first.send(stream_request("alone"));
  REQUIRE(eventually([&] { return slot_is_taken(at); }));
  const stopwatch since;
  const auto late = at.post("/v1/chat/completions", chat_body("alone"),
                            {{"x-bellwether-timeout-ms", "300"}});
  CHECK(late.status == 504);
  CHECK(since.milliseconds() >= 290);
  CHECK(since.milliseconds() < 900);
  CHECK(first.read().done());
  CHECK(at.sim.requests("openai") == 1);
  CHECK(eventually([&] { return openai(at)["queued"] == 0; }));
}

TEST_CASE("overload takes slots away, and success gives them back",
          "[integration][limits]") {
  const stage at{never_held_out(limits_of_openai({{"max_concurrent", 16}}))};
  CHECK(openai(at)["limit"] == 16);
  // Slow enough that all sixteen are there when the first is refused.
  at.sim.behave("openai", {{"fault", status(529)}, {"latency_ms", 200}});
  ask_at_once(at, "pair", 16);
  const auto shrunk = openai(at)["limit"].get<int>();
  CHECK(shrunk < 16);
  CHECK(shrunk >= 4);
  at.sim.behave("openai", {{"latency_ms", 5}});
  CHECK(eventually(
      [&] {
        ask_at_once(at, "pair", 12);
        return openai(at)["limit"].get<int>() > shrunk;
      },
      std::chrono::seconds{10}));
}

TEST_CASE("a limit that is not adaptive stays", "[integration][limits]") {
  const stage at{never_held_out(
      limits_of_openai({{"max_concurrent", 16}, {"adaptive", false}}))};
  at.sim.fail("openai", status(529));
  ask_at_once(at, "pair", 16);
  CHECK(openai(at)["limit"] == 16);
}

TEST_CASE("a slow provider cannot take the place of others",
          "[integration][limits]") {
  const stage at{limits_of_openai({{"max_concurrent", 4}, {"queue", 4}})};
  at.sim.behave("openai", {{"latency_ms", 1500}});
  const auto answers = together(40, 40, [&](std::size_t i) {
    const stopwatch since;
    auto got = at.chat(i % 4 == 0 ? "pair" : "gemini-2.5-flash");
    return timed_answer{std::move(got), since.milliseconds()};
  });
  std::size_t at_openai = 0;
  for (const auto& each : answers) {
    CHECK(each.got.status == 200);
    if (each.got.header("x-bellwether-provider") == "openai")
      ++at_openai;
    else
      CHECK(each.ms < 1000);
  }
  CHECK(at_openai == 4);
}

TEST_CASE("retries have a budget, and an outage does not multiply the load",
          "[integration][limits]") {
  constexpr int calls = 60;
  auto changes = never_held_out(json::object());
  changes["requests"] = {{"max_wait_ms", 100},
                         {"max_attempts", 8},
                         {"retry_base_ms", 1},
                         {"retry_cap_ms", 5},
                         {"retry_budget_percent", 0}};
  const stage at{changes};
  at.sim.fail("openai", status(500));
  const stopwatch since;
  for (int i = 0; i < calls; ++i)
    CHECK(at.chat("alone").status == 503);
  // Ten at first and two a second are free.
  const auto free_ones = 10 + 2 * since.milliseconds() / 1000;
  const auto asked = static_cast<double>(at.sim.requests("openai"));
  CHECK(asked >= calls + 5);
  CHECK(asked <= calls + free_ones + 1);
}

} // namespace bellwether::integration
