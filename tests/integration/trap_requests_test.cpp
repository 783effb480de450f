// Requests that a careless translation gets refused: the simulator is as
// strict as each provider.
#include "integration/harness/traps.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

const char* all = "oag";

json sent_to(const stage& at, const std::string& model) {
  return json::parse(
      at.sim.last(simulated_by(model))["body"].get<std::string>());
}

/// A history with one call whose arguments and id are as given.
json with_call(const std::string& model, const char* arguments,
               const char* id = "call:1/x y") {
  auto body = hello(model);
  body["tools"] = {{{"type", "function"}, {"function", {{"name", "count"}}}}};
  body["messages"].push_back(
      {{"role", "assistant"},
       {"content", nullptr},
       {"tool_calls",
        {{{"id", id},
          {"type", "function"},
          {"function", {{"name", "count"}, {"arguments", arguments}}}}}}});
  body["messages"].push_back(
      {{"role", "tool"}, {"tool_call_id", id}, {"content", "7"}});
  return body;
}

} // namespace

TEST_CASE("parameters that are null are absent for every provider",
          "[formats][traps]") {
  const trap_stage at;
  for (const auto& model : models_of(all)) {
    CAPTURE(model);
    auto body = hello(model);
    for (const auto* name : {"max_completion_tokens",
                             "max_tokens",
                             "temperature",
                             "top_p",
                             "n",
                             "stop",
                             "presence_penalty",
                             "frequency_penalty",
                             "logit_bias",
                             "logprobs",
                             "top_logprobs",
                             "seed",
                             "stream",
                             "stream_options",
                             "tools",
                             "tool_choice",
                             "parallel_tool_calls",
                             "functions",
                             "function_call",
                             "response_format",
                             "reasoning_effort",
                             "verbosity",
                             "service_tier",
                             "user",
                             "metadata",
                             "store",
                             "prediction",
                             "modalities",
                             "audio",
                             "web_search_options"})
      body[name] = nullptr;
    const auto got = at.post("/v1/chat/completions", body);
    CAPTURE(got.body);
    CHECK(got.status == 200);
    CHECK_FALSE(got.has("x-bellwether-dropped"));
  }
}

TEST_CASE("a field that nobody knows is no provider's 400",
          "[formats][traps]") {
  const trap_stage at;
  for (const auto& model : models_of(all)) {
    CAPTURE(model);
    auto body = hello(model);
    body["future_knob"] = {{"a", {1}}};
    const auto got = at.post("/v1/chat/completions", body);
    CAPTURE(got.body);
    CHECK(got.status == 200);
    const bool kept = sent_to(at, model).contains("future_knob");
    CHECK(kept == (got.header("x-bellwether-dropped") != "future_knob"));
    if (model == "gpt-4.1" || model == "local")
      CHECK(kept);
  }
}

TEST_CASE(
    "arguments that are empty or no JSON object, and any id, are taken "
    "by every provider",
    "[formats][traps]") {
  const auto* arguments = GENERATE("", "not json", "[1]", R"({"a":)");
  const trap_stage at;
  for (const auto& model : models_of(all)) {
    CAPTURE(arguments, model);
    const auto got = ask(at, with_call(model, arguments), false);
    CHECK_THAT(text_of(message_of(got)), Catch::Contains("said: 7"));
  }
}

TEST_CASE("a Claude that refuses prefill is not asked to continue an answer",
          "[formats][traps]") {
  const trap_stage at{
      json{{"routes",
            {{"newest",
              {{"strategy", "listed"},
               {"candidates", {"claude-opus-4-6", "gpt-4.1"}}}}}}}};
  auto body = hello("newest");
  body["messages"].push_back({{"role", "assistant"}, {"content", "Well, "}});
  const auto got = ask(at, body, GENERATE(false, true));
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-model") == "gpt-4.1");
  CHECK(at.sim.requests("anthropic") == 0);
  body["model"] = "claude-opus-4-6";
  const auto alone = ask(at, body, false);
  CHECK(alone.status == 400);
  CHECK_THAT(alone.error("message").get<std::string>(),
             Catch::Contains("messages"));
  CHECK(at.sim.requests("anthropic") == 0);
  body["model"] = "claude-sonnet-4-5";
  CHECK(ask(at, body, false).status == 200);
}

TEST_CASE("an old reasoner gets no reasoning back if its model says so",
          "[formats][traps]") {
  const trap_stage at;
  at.sim.behave("deepseek", {{"quirks", {"refuses_reasoning_content"}}});
  auto body = with_call("r1", "{}", "call_1");
  body["messages"][1]["reasoning_content"] = "I shall count.";
  CHECK_THAT(text_of(message_of(ask(at, body, false))),
             Catch::Contains("said: 7"));
  body["model"] = "deepseek-chat";
  CHECK(ask(at, body, false).status == 400);
}

TEST_CASE("a thought signature makes its way over Google's compatible path",
          "[formats][traps]") {
  const bool stream = GENERATE(false, true);
  const trap_stage at;
  const auto body = call_both("gemini-3-pro-preview");
  auto message = message_of(ask(at, body, stream));
  REQUIRE(message["tool_calls"].size() == 2);
  const auto path = "/extra_content/google/thought_signature"_json_pointer;
  REQUIRE(message["tool_calls"][0].contains(path));
  CHECK_THAT(text_of(message_of(ask(at, with_results(body, message), stream))),
             Catch::Contains("0; 1"));
  message["tool_calls"][0].erase("extra_content");
  CHECK(ask(at, with_results(body, message), stream).status == 400);
}

TEST_CASE(
    "vectors that were asked for in base64 are base64 whatever the "
    "server gives",
    "[formats][traps][embeddings]") {
  const trap_stage at;
  json body{{"model", "vectors"}, {"input", {"one", "two"}}};
  const auto vectors = [&](const char* format) {
    body["encoding_format"] = format;
    const auto got = at.post("/v1/embeddings", body);
    REQUIRE(got.status == 200);
    CHECK(got.header("x-bellwether-provider") == "openai");
    json out;
    const auto list = got.json();
    for (const auto& each : list["data"])
      out.push_back(each["embedding"]);
    return out;
  };
  const auto text = vectors("base64");
  const auto numbers = vectors("float");
  REQUIRE(text[0].is_string());
  at.sim.behave("openai", {{"quirks", {"float_embeddings_always"}}});
  CHECK(vectors("base64") == text);
  CHECK(vectors("float") == numbers);
}

TEST_CASE("a stream's headers keep everybody from buffering it",
          "[formats][traps][stream]") {
  const trap_stage at;
  for (const auto& model : models_of(all)) {
    CAPTURE(model);
    const auto got =
        at.post("/v1/chat/completions", chat_body(model, {{"stream", true}}),
                {{"Accept-Encoding", "gzip, br"}});
    CHECK(got.header("content-type") == "text/event-stream; charset=utf-8");
    CHECK(got.header("cache-control") == "no-cache");
    CHECK_FALSE(got.has("content-encoding"));
    CHECK_FALSE(got.has("content-length"));
    CHECK_THAT(got.body, !Catch::Contains("event:"));
    CHECK_FALSE(at.sim.last(simulated_by(model))["headers"].contains(
        "accept-encoding"));
  }
}

TEST_CASE("a model's name with a slash is found raw and percent-encoded",
          "[formats][traps][models]") {
  const trap_stage at{
      json{{"routes",
            {{"team/best",
              {{"strategy", "listed"}, {"candidates", {"gpt-4.1"}}}}}}}};
  for (const auto* path : {"/v1/models/team/best", "/v1/models/team%2Fbest",
                           "/v1/models/team%2fbest"}) {
    CAPTURE(path);
    const auto got = get(at.daemon.port(), path);
    CHECK(got.status == 200);
    CHECK(got.json().value("id", "") == "team/best");
  }
  CHECK(ask(at, hello("team/best"), false).status == 200);
}

} // namespace bellwether::integration
