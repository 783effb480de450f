// The oddities of good answers, each by each provider that may have it: what a
// caller sees of them.
#include "integration/harness/traps.hpp"

#include <catch2/catch.hpp>

#include <set>

namespace bellwether::integration {

namespace {

struct oddity {
  json quirks;
  const char* formats; ///< as models_of has them
};

/// Runs `check(model, stream)` for each model of the formats.
template <class Check>
void each_way(const char* formats, Check&& check) {
  for (const auto& model : models_of(formats))
    for (const bool stream : {false, true})
      check(model, stream);
}

/// What a caller makes of an answer: all but ids and details.
json gist_of(const json& message) {
  json calls = json::array();
  for (const auto& call : message.value("tool_calls", json::array())) {
    CHECK(call["type"] == "function");
    calls.push_back(
        {call["function"]["name"],
         json::parse(call["function"]["arguments"].get<std::string>())});
  }
  return {{"text", text_of(message)},
          {"reason", message["finish_reason"]},
          {"calls", calls}};
}

json counts_of(const json& message) {
  const auto& usage = message["usage"];
  return {usage["prompt_tokens"], usage["completion_tokens"],
          usage["total_tokens"]};
}

void check_ids(const json& message) {
  std::set<std::string> ids;
  for (const auto& call : message["tool_calls"]) {
    const auto id = call["id"].get<std::string>();
    CHECK_THAT(id, Catch::Matches("[a-zA-Z0-9_-]{1,40}"));
    ids.insert(id);
  }
  CHECK(ids.size() == message["tool_calls"].size());
}

void check_sum(const json& message) {
  const auto counts = counts_of(message);
  CHECK(counts[2].get<int>() == counts[0].get<int>() + counts[1].get<int>());
}

} // namespace

TEST_CASE("an oddity of form changes nothing in a text", "[formats][traps]") {
  const auto odd = GENERATE(
      oddity{{"null_usage_fields"}, "oag"}, oddity{{"unknown_blocks"}, "oag"},
      oddity{{"pings"}, "oag"}, oddity{{"crlf"}, "oag"}, oddity{{"cr"}, "oag"},
      oddity{{"empty_choices_chunk"}, "o"}, oddity{{"role_empty"}, "o"},
      oddity{{"no_refusal_no_logprobs"}, "o"},
      oddity{{"odd_finish_reason"}, "oag"},
      oddity{{"null_finish_reason"}, "oa"}, oddity{{"pause_turn"}, "a"},
      oddity{{"usage_on_last_chunk"}, "o"}, oddity{{"redacted_thinking"}, "a"},
      oddity{{"pings", "crlf", "unknown_blocks", "usage_on_last_chunk"},
             "oag"});
  const trap_stage at;
  each_way(odd.formats, [&](const std::string& model, bool stream) {
    CAPTURE(odd.quirks, model, stream);
    be_odd(at, model, json::array());
    const auto plain = message_of(ask(at, hello(model), stream));
    be_odd(at, model, odd.quirks);
    const auto got = ask(at, hello(model), stream);
    check_strict(got);
    const auto message = message_of(got);
    CHECK(gist_of(message) == gist_of(plain));
    CHECK(counts_of(message) == counts_of(plain));
  });
}

TEST_CASE("an oddity of form changes nothing in calls, and they are answered",
          "[formats][traps]") {
  const auto odd = GENERATE(
      oddity{{"unknown_blocks"}, "oag"}, oddity{{"pings"}, "oag"},
      oddity{{"crlf"}, "oag"}, oddity{{"role_empty"}, "o"},
      oddity{{"odd_finish_reason"}, "oag"},
      oddity{{"null_finish_reason"}, "oa"}, oddity{{"empty_content"}, "o"},
      oddity{{"empty_first_input_delta"}, "a"},
      oddity{{"function_call_reason"}, "g"}, oddity{{"missing_tool_id"}, "o"},
      oddity{{"missing_tool_index"}, "o"}, oddity{{"missing_tool_type"}, "o"},
      oddity{{"missing_tool_id", "missing_tool_index", "missing_tool_type"},
             "o"},
      oddity{{"object_arguments"}, "o"}, oddity{{"no_tool_id"}, "g"});
  const trap_stage at;
  each_way(odd.formats, [&](const std::string& model, bool stream) {
    CAPTURE(odd.quirks, model, stream);
    const auto body = call_both(model);
    be_odd(at, model, json::array());
    const auto plain = message_of(ask(at, body, stream));
    REQUIRE(plain["tool_calls"].size() == 2);
    be_odd(at, model, odd.quirks);
    const auto got = ask(at, body, stream);
    check_strict(got);
    const auto message = message_of(got);
    CHECK(gist_of(message) == gist_of(plain));
    CHECK(message["finish_reason"] == "tool_calls");
    check_ids(message);
    be_odd(at, model, json::array());
    const auto end = ask(at, with_results(body, message), stream);
    CHECK_THAT(text_of(message_of(end)), Catch::Contains("0; 1"));
  });
}

TEST_CASE("a call without any input has an empty object for arguments",
          "[formats][traps]") {
  const trap_stage at;
  each_way("oag", [&](const std::string& model, bool stream) {
    CAPTURE(model, stream);
    be_odd(at, model, {"no_tool_input_deltas"});
    const auto message = message_of(ask(at, call_both(model), stream));
    REQUIRE(message["tool_calls"].size() == 2);
    for (const auto& call : message["tool_calls"])
      CHECK(call["function"]["arguments"] == "{}");
  });
}

TEST_CASE("arguments that are broken JSON are passed on, and taken back",
          "[formats][traps]") {
  const trap_stage at;
  each_way("oa", [&](const std::string& model, bool stream) {
    CAPTURE(model, stream);
    const auto body = call_both(model);
    be_odd(at, model, {"malformed_function_call"});
    const auto message = message_of(ask(at, body, stream));
    REQUIRE(message["tool_calls"].size() == 2);
    CHECK(message["finish_reason"] == "tool_calls");
    // A whole answer of Anthropic's has no place for what is no JSON.
    const bool broken = model != "claude-sonnet-4-5" || stream;
    for (const auto& call : message["tool_calls"])
      CHECK(json::accept(call["function"]["arguments"].get<std::string>())
            != broken);
    // Every other provider takes the conversation over.
    at.sim.behave(json::object());
    for (const auto& next : models_of("oag")) {
      auto on = with_results(body, message);
      on["model"] = next;
      CAPTURE(next);
      CHECK_THAT(text_of(message_of(ask(at, on, stream))),
                 Catch::Contains("0; 1"));
    }
  });
}

TEST_CASE("why an answer ended is said in OpenAI's words and is no failure",
          "[formats][traps]") {
  struct ending {
    const char* quirk;
    const char* formats;
    const char* reason;
    bool text;
  };
  const auto end =
      GENERATE(ending{"context_window_exceeded", "a", "length", true},
               ending{"pause_turn", "a", "stop", true},
               ending{"odd_finish_reason", "oag", "stop", true},
               ending{"refusal", "ag", "content_filter", true},
               ending{"reason_recitation", "oag", "content_filter", true},
               ending{"prompt_block", "oag", "content_filter", false},
               ending{"max_tokens_without_parts", "oag", "length", false});
  const trap_stage at;
  each_way(end.formats, [&](const std::string& model, bool stream) {
    CAPTURE(end.quirk, model, stream);
    be_odd(at, model, {end.quirk});
    const auto got = ask(at, hello(model), stream);
    check_strict(got);
    const auto message = message_of(got);
    CHECK(message["finish_reason"] == end.reason);
    CHECK(text_of(message).empty() != end.text);
    CHECK(got.header("x-bellwether-attempts") == "1");
  });
  const auto report = at.daemon.health();
  REQUIRE(report["providers"].size() == 6);
  for (const auto& health : report["providers"])
    CHECK(health["failures"] == 0);
}

TEST_CASE("a refusal in words reaches the caller as one", "[formats][traps]") {
  const trap_stage at;
  each_way("o", [&](const std::string& model, bool stream) {
    CAPTURE(model, stream);
    be_odd(at, model, {"refusal"});
    const auto got = ask(at, hello(model), stream);
    check_strict(got);
    const auto message = message_of(got);
    CHECK_FALSE(message["refusal"].get<std::string>().empty());
    CHECK(text_of(message).empty());
    CHECK(message["finish_reason"] == "stop");
  });
}

TEST_CASE("cached tokens are a part of the prompt's everywhere",
          "[formats][traps]") {
  const trap_stage at;
  each_way("oag", [&](const std::string& model, bool stream) {
    CAPTURE(model, stream);
    be_odd(at, model, json::array());
    const auto plain = message_of(ask(at, hello(model), stream));
    be_odd(at, model, {"cached_usage"});
    const auto message = message_of(ask(at, hello(model), stream));
    check_sum(message);
    CHECK(message["usage"]["prompt_tokens"].get<int>()
          == plain["usage"]["prompt_tokens"].get<int>() + 1024 + 256);
    const auto& details = message["usage"]["prompt_tokens_details"];
    CHECK(details["cached_tokens"] == 1024);
    if (model == "claude-sonnet-4-5")
      CHECK(details["cache_write_tokens"] == 256);
  });
}

TEST_CASE(
    "Gemini's tokens of tool results are the prompt's, its thoughts the "
    "answer's",
    "[formats][traps]") {
  const trap_stage at;
  each_way("g", [&](const std::string& model, bool stream) {
    CAPTURE(model, stream);
    be_odd(at, model, json::array());
    const auto plain = counts_of(message_of(ask(at, hello(model), stream)));
    be_odd(at, model, {"tool_use_prompt_tokens"});
    const auto message = message_of(ask(at, hello(model), stream));
    const auto counts = counts_of(message);
    CHECK(counts[0].get<int>() == plain[0].get<int>() + 16);
    CHECK(counts[1] == 3 + 8);
    check_sum(message);
    const auto& details = message["usage"]["completion_tokens_details"];
    CHECK(details["reasoning_tokens"] == 8);
  });
}

TEST_CASE("usage on the last chunk is shown only to callers that asked",
          "[formats][traps]") {
  const trap_stage at;
  for (const auto& model : models_of("o")) {
    CAPTURE(model);
    be_odd(at, model, {"usage_on_last_chunk"});
    auto body = hello(model);
    body["stream"] = true;
    const auto got = at.post("/v1/chat/completions", body);
    check_strict(got);
    CHECK_THAT(got.body, !Catch::Contains("\"usage\""));
  }
}

TEST_CASE("reasoning beside the content stays beside it", "[formats][traps]") {
  const trap_stage at;
  each_way("o", [&](const std::string& model, bool stream) {
    CAPTURE(model, stream);
    be_odd(at, model, {"reasoning_content"});
    const auto got = ask(at, hello(model), stream);
    check_strict(got);
    const auto message = message_of(got);
    CHECK_THAT(message["reasoning_content"].get<std::string>(),
               Catch::StartsWith("Thinking as"));
    CHECK_THAT(text_of(message), Catch::StartsWith("Simulated answer"));
  });
}

TEST_CASE("redacted thinking reaches the caller whole, to be sent back",
          "[formats][traps]") {
  const trap_stage at;
  each_way("a", [&](const std::string& model, bool stream) {
    CAPTURE(stream);
    be_odd(at, model, {"redacted_thinking"});
    const auto message = message_of(ask(at, hello(model), stream));
    REQUIRE(message["thinking_blocks"].size() == 1);
    CHECK(message["thinking_blocks"][0]["type"] == "redacted_thinking");
    CHECK_FALSE(
        message["thinking_blocks"][0]["data"].get<std::string>().empty());
    CHECK_FALSE(message.contains("reasoning_content"));
  });
}

} // namespace bellwether::integration
