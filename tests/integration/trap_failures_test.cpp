// Failures as each format words them: before any content they are not noticed,
// after it they are errors, never ends.
#include "integration/harness/eventually.hpp"
#include "integration/harness/traps.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

const char* all = "oag";

json early(const char* kind) {
  return {{"kind", kind}, {"after", 0}};
}

json late(const char* kind) {
  return {{"kind", kind}, {"after", 2}};
}

/// Asks a route that begins with the odd model: another one answers.
void check_unseen(const std::string& model, const json& behavior, bool stream) {
  CAPTURE(model, behavior, stream);
  const trap_stage at;
  at.sim.behave(simulated_by(model), behavior);
  const auto got = ask(at, hello("from-" + model), stream);
  check_strict(got);
  CHECK(got.header("x-bellwether-attempts") == "2");
  CHECK(got.header("x-bellwether-model") != model);
  CHECK_FALSE(text_of(message_of(got)).empty());
}

/// Asks the model for a stream that begins and then fails.
void check_told(const std::string& model, json behavior) {
  CAPTURE(model, behavior);
  const trap_stage at;
  // Slow enough for the content to be on its way when it breaks.
  behavior["chunk_interval_ms"] = 30;
  behavior["tokens"] = 4;
  at.sim.behave(simulated_by(model), behavior);
  const auto got = at.stream("from-" + model);
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-attempts") == "1");
  CHECK_FALSE(got.content().empty());
  CHECK_FALSE(got.done());
  CHECK_FALSE(got.whole);
  REQUIRE_FALSE(got.events().empty());
  const auto last = got.events().back();
  REQUIRE(last.contains("error"));
  CHECK(last["error"]["code"] == "stream_interrupted");
  CHECK(last["error"]["usage"]["completion_tokens"] > 0);
}

} // namespace

TEST_CASE("a failure in any format's words is not noticed",
          "[formats][traps][failover]") {
  const auto fault = GENERATE(
      json("quota"), json{{"kind", "rate_limit"}, {"retry_after", 30}},
      json{{"kind", "status"}, {"status", 500}},
      json{{"kind", "status"}, {"status", 503}}, json("html"),
      json("empty_200"), json("invalid_json_200"), json("error_in_200"));
  const bool stream = GENERATE(false, true);
  for (const auto& model : models_of(all))
    check_unseen(model, {{"fault", fault}}, stream);
}

TEST_CASE("an error event before any content is not noticed",
          "[formats][traps][failover]") {
  const auto quirks = GENERATE(json::array(), json{"bare_error_in_stream"});
  for (const auto& model : models_of(all))
    check_unseen(
        model, {{"fault", early("error_in_stream")}, {"quirks", quirks}}, true);
}

TEST_CASE("a stream cut before any content is not noticed in any format",
          "[formats][traps][failover]") {
  for (const auto& model : models_of(all))
    check_unseen(model, {{"fault", early("cut")}}, true);
}

TEST_CASE("an error event after content is an error in every format",
          "[formats][traps][stream]") {
  const auto quirks = GENERATE(json::array(), json{"bare_error_in_stream"});
  for (const auto& model : models_of(all))
    check_told(model, {{"fault", late("error_in_stream")}, {"quirks", quirks}});
}

TEST_CASE("the end of a connection is no end of an answer in any format",
          "[formats][traps][stream]") {
  for (const auto& model : models_of(all))
    check_told(model, {{"fault", late("cut")}});
}

TEST_CASE("a stream without message_stop or finishReason is truncated",
          "[formats][traps][stream]") {
  for (const auto& model : models_of("ag"))
    check_told(model, {{"fault", "no_done"}});
  check_told("gemini-2.5-flash", {{"quirks", {"null_finish_reason"}}});
}

TEST_CASE(
    "a stream without [DONE] but with a finish reason is whole from "
    "every compatible server",
    "[formats][traps][stream]") {
  const trap_stage at;
  for (const auto& model : models_of("o")) {
    CAPTURE(model);
    at.sim.fail(simulated_by(model), "no_done");
    const auto got = ask(at, hello(model), true);
    check_strict(got);
    CHECK(message_of(got)["finish_reason"] == "stop");
  }
}

TEST_CASE("a lack of resources is an overload, not an end",
          "[formats][traps][failover]") {
  const json quirks{"insufficient_system_resource"};
  for (const auto& model : models_of("o")) {
    check_unseen(model, {{"quirks", quirks}}, false);
    check_told(model, {{"quirks", quirks}});
  }
}

TEST_CASE("a malformed call of Gemini's without a word is tried elsewhere",
          "[formats][traps][failover]") {
  check_unseen("gemini-2.5-flash", {{"quirks", {"malformed_function_call"}}},
               GENERATE(false, true));
}

TEST_CASE("keep-alives before an answer are no part of it in any format",
          "[formats][traps]") {
  const trap_stage at;
  for (const auto& model : models_of(all))
    for (const bool stream : {false, true}) {
      CAPTURE(model, stream);
      be_odd(at, model, json::array());
      const auto plain = message_of(ask(at, hello(model), stream));
      be_odd(at, model, json::array(),
             {{"fault",
               {{"kind", "keepalive_comments"},
                {"for_ms", 60},
                {"interval_ms", 10}}}});
      const auto got = ask(at, hello(model), stream);
      check_strict(got);
      CHECK(text_of(message_of(got)) == text_of(plain));
      CHECK(got.header("x-bellwether-attempts") == "1");
    }
}

TEST_CASE("an answer without usage is estimated in every format",
          "[formats][traps]") {
  const trap_stage at;
  for (const auto& model : models_of(all)) {
    CAPTURE(model);
    at.sim.fail(simulated_by(model), "drop_usage");
    const auto got = ask(at, hello(model), false);
    REQUIRE(got.status == 200);
    CHECK(got.header("x-bellwether-cost-estimated") == "true");
    CHECK(std::stod(got.header("x-bellwether-cost-usd")) > 0);
    const auto streamed = at.stream(model);
    CHECK(streamed.done());
    CHECK(std::stod(streamed.trailer("x-bellwether-cost-usd")) > 0);
  }
}

TEST_CASE("a stream that broke is charged by an estimate", "[formats][traps]") {
  const trap_stage at;
  at.sim.behave("openai", {{"fault", late("cut")}, {"chunk_interval_ms", 30}});
  CHECK_FALSE(at.stream("gpt-4.1").whole);
  const auto spent = [&] {
    return get(at.daemon.control_port(), "/costs")
        .json()["costs_by_model"]["gpt-4.1"];
  };
  CHECK(eventually([&] { return spent()["estimated_requests"] == 1; }));
  CHECK(spent()["total_cost"] > 0);
}

TEST_CASE("the wait that a provider asks for reaches the caller",
          "[formats][traps]") {
  // A header of OpenAI's and Anthropic's; in the body of Google's, which is an
  // object or, compatible, an array.
  for (const auto* model :
       {"gpt-4.1", "claude-sonnet-4-5", "gemini-2.5-flash", "gemini-2.5-pro"}) {
    CAPTURE(model);
    const trap_stage at;
    at.sim.fail(simulated_by(model),
                {{"kind", "rate_limit"}, {"retry_after", 7}});
    const auto got = ask(at, hello(model), false);
    CHECK(got.status == 429);
    CHECK(got.header("retry-after") == "7");
    CHECK(got.error("code") == "rate_limit_exceeded");
  }
}

TEST_CASE("no provider's 401 or invalid key is shown as the caller's",
          "[formats][traps]") {
  // Google says so with a 400.
  for (const auto& model : models_of(all)) {
    CAPTURE(model);
    const trap_stage at;
    at.sim.behave(simulated_by(model), {{"required_key", "another"}});
    const auto alone = ask(at, hello(model), false);
    CHECK(alone.status == 503);
    CHECK(alone.error("type") != "invalid_request_error");
  }
  check_unseen("gemini-2.5-flash", {{"required_key", "another"}}, false);
}

} // namespace bellwether::integration
