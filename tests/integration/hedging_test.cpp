// A second candidate beside a first one that is late.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <set>

namespace bellwether::integration {

namespace {

/// Late enough to be hedged on a busy machine, too.
constexpr int late_ms = 4000;

/// `hedged` is the route `pair` with a hedge, `three` has one candidate more.
json hedging(int extra_percent = 100) {
  const json hedge{{"extra_spend_percent", extra_percent},
                   {"min_wait_ms", 150}};
  const auto route = [&](json candidates) {
    return json{{"strategy", "listed"},
                {"candidates", std::move(candidates)},
                {"hedge", hedge}};
  };
  return {{"routes",
           {{"hedged", route({"gpt-4.1", "claude-sonnet-4.5"})},
            {"three",
             route({"gpt-4.1", "claude-sonnet-4.5", "gemini-2.5-flash"})}}}};
}

answer ask(const stage& at, bool stream, const std::string& model = "hedged") {
  const json few{{"max_tokens", 20}};
  return stream ? at.stream(model, few) : at.chat(model, few);
}

/// Has the daemon learn how long the first candidate takes, and earn something
/// that may be spent.
void learn(const stage& at, bool stream) {
  at.sim.behave({{"tokens", 20}});
  for (int i = 0; i < 22; ++i)
    REQUIRE(ask(at, stream).header("x-bellwether-attempts") == "1");
}

struct hedging_stage : stage {
  explicit hedging_stage(bool stream, int extra_percent = 100)
      : stage{hedging(extra_percent)} {
    learn(*this, stream);
  }
  void delay(const std::string& provider, int ms) const {
    sim.behave(provider, {{"tokens", 20}, {"latency_ms", ms}});
  }
  bool is_told_gone(const std::string& provider) const {
    return eventually(
        [&] { return sim.last(provider)["outcome"] == "client_gone"; });
  }
  json costs() const { return get(daemon.control_port(), "/costs").json(); }
  /// Waits until every call is counted.
  json costs_of(int calls) const {
    REQUIRE(eventually([&] { return costs()["total_requests"] == calls; }));
    return costs();
  }
};

/// Whole, and every part of it by the same model.
void check_answer_of(const stage& at, const answer& got, bool stream,
                     const std::string& provider) {
  CHECK(got.status == 200);
  CHECK(got.whole);
  CHECK(got.header("x-bellwether-provider") == provider);
  CHECK(at.sim.last(provider)["finished"] == true);
  if (!stream)
    return;
  CHECK(got.done());
  const auto asked =
      json::parse(at.sim.last(provider)["body"].get<std::string>());
  std::set<json> models;
  for (const auto& event : got.events())
    models.insert(event["model"]);
  CHECK(models == std::set<json>{asked["model"]});
}

} // namespace

TEST_CASE("a late first candidate is overtaken by a second one",
          "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream};
  at.delay("openai", late_ms);
  const stopwatch since;
  const auto got = ask(at, stream);
  CHECK(since.milliseconds() < late_ms / 2);
  check_answer_of(at, got, stream, "anthropic");
  CHECK(got.header("x-bellwether-model") == "claude-sonnet-4.5");
  CHECK(got.header("x-bellwether-attempts") == "2");
  CHECK(got.header("x-bellwether-hedged") == "true");
  // The loser is ended at once, and that is nobody's fault.
  CHECK(at.is_told_gone("openai"));
  CHECK(at.sim.last("openai")["client_gone_after_ms"] < late_ms / 2);
  CHECK(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 0; }));
  CHECK(at.daemon.health("openai")["failures"] == 0);
  CHECK(at.daemon.health("anthropic")["failures"] == 0);
  // Its tokens are paid for, beside the answer's.
  const auto costs = at.costs_of(23);
  CHECK(costs["hedging"]["hedged_requests"] == 1);
  CHECK(costs["hedging"]["extra_usd"] > 0);
  CHECK(costs["costs_by_model"]["claude-sonnet-4.5"]["requests"] == 1);
}

TEST_CASE("a first candidate that is late may still win",
          "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream};
  at.delay("openai", late_ms / 2);
  at.delay("anthropic", 2 * late_ms);
  const auto got = ask(at, stream);
  check_answer_of(at, got, stream, "openai");
  CHECK(got.header("x-bellwether-attempts") == "2");
  CHECK(got.header("x-bellwether-hedged") == "true");
  CHECK(at.is_told_gone("anthropic"));
  CHECK(at.daemon.health("anthropic")["failures"] == 0);
  CHECK(at.costs_of(23)["hedging"]["hedged_requests"] == 1);
}

TEST_CASE("a first candidate that is in time is not hedged",
          "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream};
  const auto got = ask(at, stream);
  check_answer_of(at, got, stream, "openai");
  CHECK_FALSE(got.has("x-bellwether-hedged"));
  CHECK(at.sim.requests("anthropic") == 0);
}

TEST_CASE("a route without a hedge never asks a second candidate",
          "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream};
  at.delay("openai", late_ms / 4);
  const auto got = ask(at, stream, "pair");
  check_answer_of(at, got, stream, "openai");
  CHECK(got.header("x-bellwether-attempts") == "1");
  CHECK_FALSE(got.has("x-bellwether-hedged"));
  CHECK(at.sim.requests("anthropic") == 0);
}

TEST_CASE("a hedge that the route cannot pay for is not made",
          "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream, 1};
  at.delay("openai", late_ms / 4);
  const auto got = ask(at, stream);
  check_answer_of(at, got, stream, "openai");
  CHECK_FALSE(got.has("x-bellwether-hedged"));
  CHECK(at.sim.requests("anthropic") == 0);
  CHECK(at.costs_of(23)["hedging"]["extra_usd"] == 0);
}

TEST_CASE("hedges cost no more than their share", "[integration][hedging]") {
  const hedging_stage at{false, 10};
  at.delay("openai", late_ms / 8);
  int hedged = 0;
  for (int i = 0; i < 12; ++i)
    hedged += ask(at, false).has("x-bellwether-hedged") ? 1 : 0;
  CAPTURE(hedged);
  CHECK(hedged > 0);
  const auto costs = at.costs_of(34);
  CHECK(costs["hedging"]["hedged_requests"] == hedged);
  CHECK(costs["hedging"]["extra_usd"].get<double>()
        <= 0.1 * costs["spent_usd"].get<double>());
}

TEST_CASE("when one of two fails the other goes on alone",
          "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream};
  SECTION("the first") {
    at.sim.behave("openai",
                  {{"fault", "error_in_200"}, {"latency_ms", late_ms / 4}});
    at.delay("anthropic", late_ms / 2);
    check_answer_of(at, ask(at, stream), stream, "anthropic");
    CHECK(at.daemon.health("openai")["failures"] == 1);
  }
  SECTION("the second") {
    at.delay("openai", late_ms / 2);
    at.sim.fail("anthropic", {{"kind", "status"}, {"status", 500}});
    check_answer_of(at, ask(at, stream), stream, "openai");
    CHECK(at.daemon.health("anthropic")["failures"] == 1);
  }
}

TEST_CASE("when both fail the call goes on to the next candidate",
          "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream};
  for (int i = 0; i < 2; ++i)
    ask(at, stream, "three");
  at.sim.behave("openai",
                {{"fault", "error_in_200"}, {"latency_ms", late_ms / 2}});
  at.sim.fail("anthropic", {{"kind", "status"}, {"status", 500}});
  const auto got = ask(at, stream, "three");
  check_answer_of(at, got, stream, "google");
  CHECK(got.header("x-bellwether-attempts") == "3");
  CHECK(at.daemon.health("openai")["failures"] == 1);
  CHECK(at.daemon.health("anthropic")["failures"] == 1);
}

TEST_CASE("a caller that leaves ends both attempts", "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream};
  at.delay("openai", 2 * late_ms);
  at.delay("anthropic", 2 * late_ms);
  raw_client caller{at.daemon.port()};
  auto body = chat_body("hedged", {{"max_tokens", 20}, {"stream", stream}});
  caller.send(request_text("POST", "/v1/chat/completions", body.dump()));
  REQUIRE(eventually([&] { return at.sim.requests("anthropic") == 1; }));
  caller.close();
  CHECK(at.is_told_gone("openai"));
  CHECK(at.is_told_gone("anthropic"));
  for (const auto* provider : {"openai", "anthropic"}) {
    CHECK(eventually(
        [&] { return at.daemon.health(provider)["in_flight"] == 0; }));
    CHECK(at.daemon.health(provider)["failures"] == 0);
  }
}

TEST_CASE("a call whose time is up ends both attempts",
          "[integration][hedging]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const hedging_stage at{stream};
  at.delay("openai", 2 * late_ms);
  at.delay("anthropic", 2 * late_ms);
  const auto body =
      chat_body("hedged", {{"max_tokens", 20}, {"stream", stream}});
  const auto got = at.post("/v1/chat/completions", body,
                           {{"x-bellwether-timeout-ms", "1500"}});
  CHECK(got.status == 504);
  CHECK(got.header("x-bellwether-hedged") == "true");
  CHECK(at.is_told_gone("openai"));
  CHECK(at.is_told_gone("anthropic"));
}

TEST_CASE("comments keep a stream open while nobody has won",
          "[integration][hedging]") {
  auto changes = hedging();
  changes["requests"]["keep_alive_ms"] = 1000;
  const stage at{changes};
  learn(at, true);
  at.sim.behave("openai", {{"latency_ms", 2 * late_ms}});
  at.sim.behave("anthropic", {{"tokens", 20}, {"latency_ms", late_ms / 2}});
  const auto got = ask(at, true);
  CHECK(got.body.starts_with(": keep-alive\n\n"));
  CHECK(got.done());
  CHECK(got.whole);
  // Who would win was not known when the stream was opened.
  CHECK_FALSE(got.has("x-bellwether-provider"));
  CHECK(got.trailer("x-bellwether-provider") == "anthropic");
}

} // namespace bellwether::integration
