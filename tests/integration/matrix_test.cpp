// Every feature through every provider in its own wire format, plain and as a
// stream. The simulator checks requests as strictly as the providers do.
#include "integration/harness/native.hpp"

#include <catch2/catch.hpp>

#include <set>

namespace bellwether::integration {

namespace {

struct native_stage : stage {
  explicit native_stage(const json& changes = json::object())
      : stage{changes, {}, native_configuration} {}
};

json user(json content) {
  return {{"role", "user"}, {"content", std::move(content)}};
}

json body_for(const std::string& model, json messages) {
  return {{"model", model}, {"messages", std::move(messages)}};
}

json tool(const char* name) {
  return {{"type", "function"},
          {"function",
           {{"name", name},
            {"description", "Counts"},
            {"parameters",
             {{"type", "object"},
              {"properties", {{"what", {{"type", "string"}}}}},
              {"required", {"what"}}}}}}};
}

/// A PNG of one pixel.
constexpr const char* pixel =
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg==";

std::string text_of(const json& message) {
  return message["content"].is_string() ? message["content"] : json("");
}

void check_usage(const json& message) {
  const auto& usage = message["usage"];
  CHECK(usage["prompt_tokens"] > 0);
  CHECK(usage["completion_tokens"] > 0);
  CHECK(usage["total_tokens"].get<int>()
        == usage["prompt_tokens"].get<int>()
               + usage["completion_tokens"].get<int>());
}

/// Each test runs for each model, plain and as a stream.
struct cell {
  std::string model = GENERATE(from_range(one_model_each()));
  bool stream = GENERATE(false, true);
};

} // namespace

TEST_CASE("text comes through every format", "[formats][matrix]") {
  const cell c;
  CAPTURE(c.model, c.stream);
  const native_stage at;
  const auto got = ask(at, body_for(c.model, {user("Say hello.")}), c.stream);
  const auto message = message_of(got);
  CHECK_FALSE(text_of(message).empty());
  CHECK(message["finish_reason"] == "stop");
  CHECK(got.header("x-bellwether-model") == c.model);
  check_usage(message);
  // The same question has the same answer, streamed or not.
  const auto again =
      ask(at, body_for(c.model, {user("Say hello.")}), !c.stream);
  CHECK(text_of(message_of(again)) == text_of(message));
}

TEST_CASE("system and developer messages come through every format",
          "[formats][matrix]") {
  const cell c;
  CAPTURE(c.model, c.stream);
  const native_stage at;
  const auto body =
      body_for(c.model, {{{"role", "system"}, {"content", "A"}},
                         user("Hello"),
                         {{"role", "developer"}, {"content", "B"}}});
  CHECK_FALSE(text_of(message_of(ask(at, body, c.stream))).empty());
}

TEST_CASE("an image comes through every format that can see",
          "[formats][matrix]") {
  const cell c;
  CAPTURE(c.model, c.stream);
  const native_stage at;
  const auto body = body_for(
      c.model,
      {user({{{"type", "text"}, {"text", "What is this?"}},
             {{"type", "image_url"}, {"image_url", {{"url", pixel}}}}})});
  const auto got = ask(at, body, c.stream);
  if (c.model == "deepseek-chat") {
    CHECK(got.status == 400);
    CHECK(got.error("code") == "unsupported_capability");
  } else {
    CHECK_THAT(text_of(message_of(got)),
               Catch::Contains("It saw 1 image (image/png, 70 bytes)."));
  }
}

TEST_CASE("tools are called over three turns in every format",
          "[formats][matrix]") {
  const cell c;
  CAPTURE(c.model, c.stream);
  const native_stage at;
  auto body = body_for(c.model, {user("Please call the tool 3 times.")});
  body["tools"] = {tool("count")};
  for (int turn = 1; turn <= 3; ++turn) {
    const auto message = message_of(ask(at, body, c.stream));
    REQUIRE(message["finish_reason"] == "tool_calls");
    REQUIRE(message["tool_calls"].size() == 1);
    const auto& call = message["tool_calls"][0];
    CHECK(call["type"] == "function");
    CHECK(call["function"]["name"] == "count");
    CHECK(json::parse(call["function"]["arguments"].get<std::string>())
              .contains("what"));
    auto said = message;
    said.erase("finish_reason");
    said.erase("usage");
    said["role"] = "assistant";
    body["messages"].push_back(said);
    body["messages"].push_back({{"role", "tool"},
                                {"tool_call_id", call["id"]},
                                {"content", std::to_string(10 * turn)}});
  }
  const auto end = message_of(ask(at, body, c.stream));
  CHECK(end["finish_reason"] == "stop");
  CHECK_THAT(text_of(end), Catch::Contains("10; 20; 30"));
  CHECK_THAT(text_of(end), Catch::Contains("The sum is 60."));
}

TEST_CASE("tools are called in parallel in every format", "[formats][matrix]") {
  const cell c;
  CAPTURE(c.model, c.stream);
  const native_stage at;
  auto body = body_for(c.model, {user("Please call the tools in parallel.")});
  body["tools"] = {tool("first"), tool("second"), tool("third")};
  const auto message = message_of(ask(at, body, c.stream));
  REQUIRE(message["tool_calls"].size() == 3);
  std::set<std::string> ids;
  auto said = message;
  said.erase("finish_reason");
  said.erase("usage");
  said["role"] = "assistant";
  body["messages"].push_back(said);
  for (const auto& call : message["tool_calls"]) {
    CHECK(json::accept(call["function"]["arguments"].get<std::string>()));
    ids.insert(call["id"]);
    body["messages"].push_back({{"role", "tool"},
                                {"tool_call_id", call["id"]},
                                {"content", call["function"]["name"]}});
  }
  CHECK(ids.size() == 3);
  CHECK_THAT(text_of(message_of(ask(at, body, c.stream))),
             Catch::Contains("first; second; third"));
}

TEST_CASE("a forced tool is called in every format", "[formats][matrix]") {
  const cell c;
  CAPTURE(c.model, c.stream);
  const native_stage at;
  auto body = body_for(c.model, {user("Hello")});
  body["tools"] = {tool("first"), tool("second")};
  body["tool_choice"] = {{"type", "function"},
                         {"function", {{"name", "second"}}}};
  const auto message = message_of(ask(at, body, c.stream));
  REQUIRE(message["tool_calls"].size() == 1);
  CHECK(message["tool_calls"][0]["function"]["name"] == "second");
}

TEST_CASE("structured output comes through every format that has it",
          "[formats][matrix]") {
  const cell c;
  CAPTURE(c.model, c.stream);
  const native_stage at;
  auto body = body_for(c.model, {user("Describe a city in JSON.")});
  body["response_format"] = {
      {"type", "json_schema"},
      {"json_schema",
       {{"name", "city"},
        {"strict", true},
        {"schema",
         {{"type", "object"},
          {"properties",
           {{"name", {{"type", "string"}}}, {"people", {{"type", "integer"}}}}},
          {"required", {"name", "people"}},
          {"additionalProperties", false}}}}}};
  const auto got = ask(at, body, c.stream);
  if (c.model == "deepseek-chat") {
    CHECK(got.status == 400);
    CHECK(got.error("code") == "unsupported_capability");
    return;
  }
  const auto city = json::parse(text_of(message_of(got)));
  CHECK(city["name"].is_string());
  CHECK(city["people"].is_number_integer());
}

TEST_CASE("JSON mode comes through every format", "[formats][matrix]") {
  const cell c;
  CAPTURE(c.model, c.stream);
  const native_stage at;
  auto body = body_for(c.model, {user("Describe a city in JSON.")});
  body["response_format"] = {{"type", "json_object"}};
  const auto message = message_of(ask(at, body, c.stream));
  if (c.model != "claude-sonnet-4-5") // has no such mode, only the instruction
    CHECK(json::parse(text_of(message)).is_object());
}

TEST_CASE("reasoning comes through every format", "[formats][matrix]") {
  const auto model = GENERATE(as<std::string>{}, "gpt-5", "claude-sonnet-4-5",
                              "claude-opus-4-6", "gemini-2.5-flash",
                              "gemini-3-pro", "deepseek-chat");
  const bool stream = GENERATE(false, true);
  CAPTURE(model, stream);
  const native_stage at;
  auto body = body_for(model, {user("Think about it.")});
  body["reasoning_effort"] = "low";
  body["max_completion_tokens"] = 8000;
  const auto got = ask(at, body, stream);
  CHECK_FALSE(got.has("x-bellwether-dropped"));
  const auto message = message_of(got);
  CHECK_FALSE(text_of(message).empty());
  check_usage(message);
  CHECK(message["usage"]["completion_tokens_details"]["reasoning_tokens"] > 0);
  if (model != "gpt-5") // OpenAI keeps its thoughts to itself
    CHECK_FALSE(message.value("reasoning_content", "").empty());
}

TEST_CASE("thinking survives a loop of tools in every format",
          "[formats][matrix]") {
  const auto model =
      GENERATE(as<std::string>{}, "claude-sonnet-4-5", "claude-opus-4-6",
               "gemini-3-pro", "deepseek-reasoner");
  const bool stream = GENERATE(false, true);
  CAPTURE(model, stream);
  const native_stage at;
  auto body = body_for(model, {user("Please call the tool 2 times.")});
  body["tools"] = {tool("count")};
  body["reasoning_effort"] = "high";
  body["max_completion_tokens"] = 16000;
  for (int turn = 1; turn <= 2; ++turn) {
    const auto got = ask(at, body, stream);
    CHECK_FALSE(got.has("x-bellwether-dropped"));
    auto said = message_of(got);
    REQUIRE(said["tool_calls"].size() == 1);
    said.erase("finish_reason");
    said.erase("usage");
    said["role"] = "assistant";
    body["messages"].push_back(said);
    body["messages"].push_back({{"role", "tool"},
                                {"tool_call_id", said["tool_calls"][0]["id"]},
                                {"content", std::to_string(turn)}});
  }
  CHECK_THAT(text_of(message_of(ask(at, body, stream))),
             Catch::Contains("The sum is 3."));
}

} // namespace bellwether::integration
