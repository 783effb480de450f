// What a drill's faults are to the call that they hit.
#include "integration/harness/eventually.hpp"
#include "integration/harness/native.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

json drillable() {
  return {
      {"admin", {{"key_env", "ADMIN"}, {"drills", true}}},
      {"health", {{"probe", {{"kind", "off"}}}}},
      {"providers", {{"openai", {{"timeouts", {{"first_byte_ms", 400}}}}}}}};
}

struct drilled_stage : stage {
  explicit drilled_stage(const json& fault,
                         const json& changes = json::object(),
                         json (*configuration)(const simulator&,
                                               const json&) = configuration_for)
      : stage{merged(changes), {"ADMIN=the-admin-key"}, configuration} {
    json order{{"provider", "openai"}, {"fault", "refuse"}};
    order.merge_patch(fault);
    const auto started =
        request(daemon.control_port(), "POST", "/drill", order.dump(),
                {{"Authorization", "Bearer the-admin-key"}});
    INFO(started.body);
    REQUIRE(started.status == 200);
  }
  static json merged(const json& changes) {
    auto out = drillable();
    out.merge_patch(changes);
    return out;
  }
};

/// Asks for what only openai has; the message names how that failed.
std::string refusal(const stage& at, bool stream) {
  const auto got = stream ? at.stream("alone") : at.chat("alone");
  CHECK(got.status >= 400);
  CHECK(got.header("x-bellwether-provider") == "openai");
  return got.error("message");
}

} // namespace

TEST_CASE("a drill's fault is the failure that the real thing would be",
          "[integration][drill]") {
  const auto [fault, failure] = GENERATE(table<const char*, const char*>(
      {{"refuse", "unreachable (drill: connect to 127.0.0.1"},
       {"hang", "timed_out (drill: no answer within 400 ms"},
       {"500", "500 server_error (drill: "},
       {"429", "429 rate_limited (drill: "},
       {"garbage", "200 bad_answer (drill: "}}));
  const bool stream = GENERATE(false, true);
  CAPTURE(fault, stream);
  const drilled_stage at{{{"fault", fault}}};
  CHECK_THAT(refusal(at, stream),
             Catch::Contains(std::string{"openai/gpt-4.1: "} + failure));
  CHECK(at.sim.requests("openai") == 0);
  CHECK(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 0; }));
}

TEST_CASE("an answer that a drill cuts is none in any format",
          "[integration][drill]") {
  const auto* fault = GENERATE("cut", "garbage");
  const auto [provider, model] = GENERATE(
      table<const char*, const char*>({{"openai", "gpt-4.1"},
                                       {"anthropic", "claude-sonnet-4-5"},
                                       {"google", "gemini-2.5-flash"},
                                       {"deepseek", "deepseek-chat"}}));
  CAPTURE(fault, model);
  const drilled_stage at{{{"fault", fault}, {"provider", provider}},
                         json::object(),
                         native_configuration};
  for (const bool stream : {false, true}) {
    const auto got = ask(at, chat_body(model), stream);
    CAPTURE(stream, got.body);
    CHECK(got.status >= 500);
    CHECK_THAT(got.body, Catch::Contains(" (drill: "));
    const bool cut = stream && std::string{fault} == "cut";
    CHECK_THAT(got.body, Catch::Contains(cut ? "truncated" : "bad_answer"));
  }
  CHECK(at.sim.requests(provider) == 0);
}

TEST_CASE("a slow drill asks the provider after its delay",
          "[integration][drill]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const drilled_stage at{{{"fault", "slow"}, {"delay_ms", 250}}};
  const stopwatch since;
  const auto got = stream ? at.stream("alone") : at.chat("alone");
  CHECK(since.milliseconds() >= 250);
  CHECK(got.status == 200);
  CHECK(got.whole);
  CHECK(at.sim.requests("openai") == 1);
  // What the drill took is the provider's time.
  CHECK(std::stod(got.header("x-bellwether-overhead-ms")) < 200);
}

TEST_CASE("a drill that is slower than the provider may be times out",
          "[integration][drill]") {
  SECTION("by its delay alone") {
    const drilled_stage at{{{"fault", "slow"}, {"delay_ms", 3000}}};
    CHECK_THAT(refusal(at, false),
               Catch::Contains("timed_out (drill: no answer within 400 ms"));
    CHECK(at.sim.requests("openai") == 0);
  }
  SECTION("together with the provider") {
    const drilled_stage at{{{"fault", "slow"}, {"delay_ms", 250}}};
    at.sim.behave("openai", {{"latency_ms", 300}});
    CHECK_THAT(refusal(at, false), Catch::Contains("timed_out (no answer"));
    CHECK(at.sim.requests("openai") == 1);
  }
}

TEST_CASE("a call that hangs in a drill ends with its caller and its time",
          "[integration][drill]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  json patient;
  patient["providers"]["openai"]["timeouts"]["first_byte_ms"] = 20'000;
  const drilled_stage at{{{"fault", "hang"}}, patient};
  const auto body = chat_body("alone", {{"stream", stream}});
  const auto in_flight = [&] {
    return at.daemon.health("openai")["in_flight"].get<int>();
  };
  SECTION("its caller") {
    raw_client caller{at.daemon.port()};
    caller.send(request_text("POST", "/v1/chat/completions", body.dump()));
    REQUIRE(eventually([&] { return in_flight() == 1; }));
    caller.close();
  }
  SECTION("its time") {
    const stopwatch since;
    CHECK(at.post("/v1/chat/completions", body,
                  {{"x-bellwether-timeout-ms", "300"}})
              .status
          == 504);
    CHECK(since.milliseconds() < 2000);
  }
  CHECK(eventually([&] { return in_flight() == 0; }));
  CHECK(at.daemon.health("openai")["failures"] == 0);
}

TEST_CASE("a drill of a part of the attempts leaves the others alone",
          "[integration][drill]") {
  const drilled_stage at{{{"fault", "500"}, {"share_percent", 0.01}}};
  for (int i = 0; i < 5; ++i)
    CHECK(at.chat("alone").status == 200);
  CHECK(at.sim.requests("openai") == 5);
  // Nor does it touch other providers.
  CHECK(at.chat("claude-sonnet-4.5").status == 200);
}

} // namespace bellwether::integration
