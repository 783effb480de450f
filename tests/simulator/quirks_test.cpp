#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

void have(const running_simulator& sim, const char* quirk,
          std::string_view provider) {
  sim.behave({{"quirks", {quirk}}, {"tokens", 2}}, provider);
}

json claude(const json& more = json::object()) {
  json body{{"model", "claude-sonnet-4-5"},
            {"max_tokens", 2000},
            {"messages", {{{"role", "user"}, {"content", "call the tool"}}}}};
  body.update(more);
  return body;
}

const json claude_tool{
    {"tools", {{{"name", "add"}, {"input_schema", {{"type", "object"}}}}}}};

json gemini(const json& more = json::object()) {
  json body{{"contents", {{{"parts", {{{"text", "call the tool"}}}}}}}};
  body.update(more);
  return body;
}

json tool_body() {
  return chat_body(
      {{"tool_choice", "required"},
       {"tools", {{{"type", "function"}, {"function", {{"name", "add"}}}}}}});
}

json streamed(json body, bool usage = true) {
  body["stream"] = true;
  if (usage) {
    body["stream_options"] = {{"include_usage", true}};
  }
  return body;
}

json first_call(const running_simulator& sim, const char* quirk) {
  have(sim, quirk, "openai");
  return sim.chat(tool_body()).json()["choices"][0]["message"]["tool_calls"][0];
}

} // namespace

TEST_CASE("unknown quirks are refused with the list", "[simulator][quirks]") {
  const running_simulator sim;
  const std::string path = "/providers/openai/behavior";
  const auto a = sim.admin("PATCH", path, R"({"quirks": ["odd"]})");
  CHECK(a.status == 400);
  CHECK(a.json()["error"]["field"] == "quirks");
  CHECK(a.body.find("unknown_blocks, usage_on_last_chunk")
        != std::string::npos);
  const auto set =
      sim.admin("PATCH", path, R"({"quirks": ["pings", "crlf"]})").json();
  CHECK(set["quirks"] == json({"crlf", "pings"}));
  CHECK(
      sim.admin("PATCH", path, R"({"quirks": null})").json()["quirks"].empty());
}

TEST_CASE("cached tokens show in each format's own way",
          "[simulator][quirks]") {
  const running_simulator sim;
  for (const auto* p : {"openai", "anthropic", "google", "deepseek"}) {
    have(sim, "cached_usage", p);
  }
  const auto openai = sim.chat(chat_body()).json()["usage"];
  CHECK(openai["prompt_tokens"] == 3 + 1024 + 256);
  CHECK(openai["prompt_tokens_details"]["cached_tokens"] == 1024);
  CHECK(openai["prompt_tokens_details"]["cache_write_tokens"] == 256);
  const auto anthropic = sim.messages(claude()).json()["usage"];
  CHECK(anthropic["input_tokens"] == 4);
  CHECK(anthropic["cache_read_input_tokens"] == 1024);
  CHECK(anthropic["cache_creation_input_tokens"] == 256);
  CHECK(anthropic["cache_creation"]["ephemeral_1h_input_tokens"] == 64);
  const auto google =
      sim.gemini("generateContent", gemini()).json()["usageMetadata"];
  CHECK(google["promptTokenCount"] == 4 + 1024 + 256);
  CHECK(google["cachedContentTokenCount"] == 1024);
  sim.behave({{"cache_read_tokens", 7}}, "deepseek");
  const auto deepseek = sim.chat(chat_body(), "deepseek").json()["usage"];
  CHECK(deepseek["prompt_cache_hit_tokens"] == 7);
  CHECK(deepseek["prompt_cache_miss_tokens"] == 3);
}

TEST_CASE("a blocked prompt shows in each format's own way",
          "[simulator][quirks]") {
  const running_simulator sim;
  for (const auto* p : {"openai", "anthropic", "google"}) {
    have(sim, "prompt_block", p);
  }
  CHECK(sim.chat(chat_body()).json()["choices"][0]["finish_reason"]
        == "content_filter");
  CHECK(sim.messages(claude()).json()["stop_reason"] == "refusal");
  for (const auto* verb :
       {"generateContent", "streamGenerateContent?alt=sse"}) {
    const auto a = sim.gemini(verb, gemini());
    const auto body = json::parse(
        a.body.starts_with("data: ") ? events_of(a.body).at(0) : a.body);
    CHECK_FALSE(body.contains("candidates"));
    CHECK(body["promptFeedback"]["blockReason"] == "PROHIBITED_CONTENT");
  }
}

TEST_CASE("OpenAI-like servers leave out and misplace things",
          "[simulator][quirks]") {
  const running_simulator sim;
  CHECK_FALSE(first_call(sim, "missing_tool_id").contains("id"));
  CHECK_FALSE(first_call(sim, "missing_tool_type").contains("type"));
  CHECK(
      first_call(sim, "object_arguments")["function"]["arguments"].is_object());
  CHECK_FALSE(json::accept(
      first_call(sim, "malformed_function_call")["function"]["arguments"]
          .get<std::string>()));
  const auto choice = [&](const char* quirk) {
    have(sim, quirk, "openai");
    return sim.chat(chat_body()).json()["choices"][0];
  };
  CHECK(choice("odd_finish_reason")["finish_reason"] == "eos");
  CHECK(choice("null_finish_reason")["finish_reason"].is_null());
  CHECK(choice("insufficient_system_resource")["finish_reason"]
        == "insufficient_system_resource");
  const auto bare = choice("no_refusal_no_logprobs");
  CHECK_FALSE(bare.contains("logprobs"));
  CHECK_FALSE(bare["message"].contains("refusal"));
  CHECK(choice("refusal")["message"]["refusal"].is_string());
  CHECK(
      choice("reasoning_content")["message"]["reasoning_content"].is_string());
}

TEST_CASE("streams of OpenAI-like servers have their oddities",
          "[simulator][quirks]") {
  const running_simulator sim;
  const auto events = [&](const char* quirk, const json& body) {
    have(sim, quirk, "openai");
    return events_of(sim.chat(streamed(body)).body);
  };
  CHECK(json::parse(events("empty_choices_chunk", chat_body())[0])["choices"]
            .empty());
  CHECK(json::parse(
            events("role_empty", chat_body())[1])["choices"][0]["delta"]["role"]
        == "");
  const auto early = events("usage_on_last_chunk", chat_body());
  REQUIRE(early.size() == 1 + 2 + 1 + 1);
  CHECK(json::parse(early[3])["usage"].is_object());
  const auto call = json::parse(events("missing_tool_index", tool_body())[1]);
  const auto part = call["choices"][0]["delta"]["tool_calls"][0];
  CHECK_FALSE(part.contains("index"));
  CHECK(part["function"]["arguments"] == "{}");
}

TEST_CASE("line ends, comments and unknown events can be strewn in",
          "[simulator][quirks]") {
  const running_simulator sim;
  const auto stream = [&](const char* quirk) {
    have(sim, quirk, "openai");
    return sim.chat(streamed(chat_body(), false)).body;
  };
  CHECK(stream("crlf").ends_with("\r\n\r\ndata: [DONE]\r\n\r\n"));
  CHECK(stream("cr").ends_with("\r\rdata: [DONE]\r\r"));
  CHECK(stream("pings").find("\n\n: ping\n\n") != std::string::npos);
  have(sim, "unknown_blocks", "anthropic");
  const auto names = names_of(sim.messages(streamed(claude(), false)).body);
  CHECK(std::count(names.begin(), names.end(), "future_event") == 3);
}

TEST_CASE("Anthropic's tool input can come without deltas or begin empty",
          "[simulator][quirks]") {
  const running_simulator sim;
  const auto asked = streamed(claude(claude_tool), false);
  have(sim, "no_tool_input_deltas", "anthropic");
  const auto without = sim.messages(asked).body;
  CHECK(without.find("input_json_delta") == std::string::npos);
  CHECK(without.find(R"("input":{})") != std::string::npos);
  have(sim, "empty_first_input_delta", "anthropic");
  CHECK(sim.messages(asked).body.find(R"("partial_json":"")")
        != std::string::npos);
  have(sim, "redacted_thinking", "anthropic");
  CHECK(sim.messages(claude()).json()["content"][0]["type"]
        == "redacted_thinking");
  have(sim, "pause_turn", "anthropic");
  CHECK(sim.messages(claude()).json()["stop_reason"] == "pause_turn");
}

TEST_CASE("Gemini's odd ends", "[simulator][quirks]") {
  const running_simulator sim;
  const json tool{{"tools", {{{"functionDeclarations", {{{"name", "add"}}}}}}}};
  const auto candidate = [&](const char* quirk) {
    have(sim, quirk, "google");
    return sim.gemini("generateContent", gemini(tool)).json()["candidates"][0];
  };
  const auto bare = candidate("max_tokens_without_parts");
  CHECK(bare["finishReason"] == "MAX_TOKENS");
  CHECK_FALSE(bare["content"].contains("parts"));
  const auto malformed = candidate("malformed_function_call");
  CHECK(malformed["finishReason"] == "MALFORMED_FUNCTION_CALL");
  CHECK_FALSE(malformed["content"].contains("parts"));
  CHECK(candidate("function_call_reason")["finishReason"] == "FUNCTION_CALL");
  CHECK(candidate("reason_recitation")["finishReason"] == "RECITATION");
  CHECK_FALSE(
      candidate("no_tool_id")["content"]["parts"][0]["functionCall"].contains(
          "id"));
}

TEST_CASE("the stream faults work in every format", "[simulator][quirks]") {
  const running_simulator sim;
  const json fault{{"kind", "error_in_stream"}, {"after", 0}};
  sim.behave({{"fault", fault}}, "anthropic");
  const auto a = sim.messages(streamed(claude(), false)).body;
  CHECK(names_of(a)
        == std::vector<std::string>{"message_start", "ping", "error"});
  CHECK(a.find("overloaded_error") != std::string::npos);
  sim.behave({{"fault", fault}}, "google");
  const auto g = sim.gemini("streamGenerateContent?alt=sse", gemini()).body;
  REQUIRE(events_of(g).size() == 1);
  CHECK(json::parse(events_of(g)[0])["error"]["status"] == "UNAVAILABLE");
  sim.behave({{"fault", "no_done"}}, "anthropic");
  CHECK(names_of(sim.messages(streamed(claude(), false)).body).back()
        == "message_delta");
  sim.behave({{"fault", "no_done"}}, "google");
  CHECK(sim.gemini("streamGenerateContent?alt=sse", gemini())
            .body.find("finishReason")
        == std::string::npos);
  sim.behave(
      {{"fault",
        {{"kind", "keepalive_comments"}, {"for_ms", 10}, {"interval_ms", 5}}}},
      "anthropic");
  CHECK(sim.messages(streamed(claude(), false))
            .body.starts_with("event: ping\ndata: {\"type\":\"ping\"}\n\n"));
}
