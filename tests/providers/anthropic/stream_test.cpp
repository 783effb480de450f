#include "providers/anthropic/streaming.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using enum domain::failure_class;

TEST_CASE("a stream opens with the role and ends with finish and usage",
          "[anthropic][stream]") {
  const auto out = run({message_start() + text_block(0, "ab") + message_delta()
                        + message_stop()});
  CHECK(out.complete);
  CHECK_FALSE(out.failed);
  CHECK(kinds(out) == "rcfu");
  CHECK(delta_of(out.events[0])
        == json{{"role", "assistant"}, {"content", ""}});
  CHECK(delta_of(out.events[1]) == json{{"content", "ab"}});
  CHECK(out.events[1].content_chars == 2);
  CHECK(delta_of(out.events[2]) == json::object());
  const auto last = json::parse(out.events[3].json);
  CHECK(last.at("choices") == json::array());
  CHECK(last.at("usage").at("total_tokens") == 14);
}

TEST_CASE("all chunks share id, created and model, and only one has usage",
          "[anthropic][stream]") {
  const auto out = run({message_start() + text_block(0, "ab") + message_delta()
                        + message_stop()});
  for (const auto& each : out.events) {
    const auto chunk = json::parse(each.json);
    CHECK(chunk.at("id") == "msg_1");
    CHECK(chunk.at("created") == 0);
    CHECK(chunk.at("model") == "claude");
    CHECK(chunk.at("object") == "chat.completion.chunk");
    CHECK(chunk.contains("usage") == (each.what == stream_event::kind::usage));
  }
}

TEST_CASE("usage is known from message_start on and cumulative after it",
          "[anthropic][stream]") {
  const auto decoder = make_anthropic_codec()->decode_stream({});
  std::vector<stream_event> out;
  CHECK_FALSE(decoder->usage());
  decoder->feed(message_start(), out);
  CHECK(decoder->usage() == domain::usage{.prompt = 9, .completion = 1});
  decoder->feed(message_delta("end_turn", 5) + message_delta("end_turn", 8),
                out);
  CHECK(decoder->usage() == domain::usage{.prompt = 9, .completion = 8});
}

TEST_CASE("a message_delta may repeat the counts of the prompt, with the cache",
          "[anthropic][stream]") {
  const auto delta = event({{"type", "message_delta"},
                            {"delta", {{"stop_reason", "end_turn"}}},
                            {"usage",
                             {{"input_tokens", 9},
                              {"cache_read_input_tokens", 100},
                              {"cache_creation_input_tokens", nullptr},
                              {"output_tokens", 5}}}});
  CHECK(run({message_start() + delta + message_stop()}).usage
        == domain::usage{.prompt = 109, .cached = 100, .completion = 5});
}

TEST_CASE("tool calls are counted by themselves, not by their blocks",
          "[anthropic][stream]") {
  const auto out =
      run({message_start() + text_block(0, "x") + tool_start(1, "a")
           + tool_piece(1, "{\"x\":1}") + block_stop(1)
           + block_start(2, {{"type", "server_tool_use"}, {"name", "w"}})
           + tool_piece(2, "{\"q\":1}") + block_stop(2) + tool_start(3, "b")
           + tool_piece(3, "{}") + block_stop(3) + message_delta("tool_use")
           + message_stop()});
  CHECK(kinds(out) == "rcccccfu");
  CHECK(delta_of(out.events[2]).at("tool_calls").at(0)
        == json{{"index", 0},
                {"id", "a"},
                {"type", "function"},
                {"function", {{"name", "f"}, {"arguments", ""}}}});
  CHECK(delta_of(out.events[4]).at("tool_calls").at(0).at("index") == 1);
  CHECK(delta_of(out.events[5]).at("tool_calls").at(0)
        == json{{"index", 1}, {"function", {{"arguments", "{}"}}}});
}

TEST_CASE("a call without pieces has an empty object for arguments",
          "[anthropic][stream]") {
  const std::string pieces = GENERATE(as<std::string>{}, "", tool_piece(0, ""),
                                      tool_piece(0, "") + tool_piece(0, ""));
  const std::string stop = GENERATE(as<std::string>{}, "", block_stop(0));
  const auto out = run({message_start() + tool_start(0, "a") + pieces + stop
                        + message_delta("tool_use") + message_stop()});
  REQUIRE(kinds(out) == "rccfu");
  CHECK(delta_of(out.events[2]).at("tool_calls").at(0).at("function")
        == json{{"arguments", "{}"}});
}

TEST_CASE("a call that comes whole keeps its arguments",
          "[anthropic][stream]") {
  const auto out =
      run({message_start() + tool_start(0, "a", {{"x", 1}}) + block_stop(0)
           + message_delta("tool_use") + message_stop()});
  REQUIRE(kinds(out) == "rccfu");
  CHECK(delta_of(out.events[2]).at("tool_calls").at(0).at("function")
        == json{{"arguments", "{\"x\":1}"}});
}

TEST_CASE("thinking is reasoning, its signed block comes at its end",
          "[anthropic][stream]") {
  const auto out =
      run({message_start()
           + block_start(0, {{"type", "thinking"}, {"thinking", ""}})
           + block_delta(0, "thinking_delta", "thinking", "h")
           + block_delta(0, "thinking_delta", "thinking", "m")
           + block_delta(0, "signature_delta", "signature", "s") + block_stop(0)
           + block_start(1, {{"type", "redacted_thinking"}, {"data", "d"}})
           + block_stop(1) + message_delta() + message_stop()});
  REQUIRE(kinds(out) == "rccccfu");
  CHECK(delta_of(out.events[1]) == json{{"reasoning_content", "h"}});
  CHECK(delta_of(out.events[3]).dump()
        == R"({"thinking_blocks":[{"type":"thinking","thinking":"hm",)"
           R"("signature":"s"}]})");
  CHECK(delta_of(out.events[4]).dump()
        == R"({"thinking_blocks":[{"type":"redacted_thinking","data":"d"}]})");
}

TEST_CASE("pings, unknown events, blocks and deltas are ignored",
          "[anthropic][stream]") {
  const auto out =
      run({": comment\n\n" + event({{"type", "ping"}}) + message_start()
           + "event: ping\ndata: not even JSON\n\n"
           + event({{"type", "brand_new"}, {"index", 0}})
           + block_start(0, {{"type", "hologram"}})
           + block_delta(0, "hologram_delta", "text", "no")
           + block_delta(0, "text_delta", "text", "no") + block_stop(0)
           + block_start(1, {{"type", "text"}, {"text", "a"}})
           + block_delta(1, "citations_delta", "citation", "no") + block_stop(1)
           + block_stop(7) + message_delta() + message_stop()});
  REQUIRE(kinds(out) == "rcfu");
  CHECK(delta_of(out.events[1]) == json{{"content", "a"}});
}

TEST_CASE("an error event is classified by its type", "[anthropic][stream]") {
  const auto [type, expected] =
      GENERATE(table<std::string, domain::failure_class>({
          {"overloaded_error", overloaded},
          {"rate_limit_error", rate_limited},
          {"api_error", server_error},
          {"timeout_error", server_error},
          {"invalid_request_error", bad_request},
          {"authentication_error", bad_credentials},
          {"mystery_error", bad_answer},
      }));
  const std::string before = GENERATE(as<std::string>{}, "", message_start(),
                                      message_start() + text_block(0, "a"));
  const auto out = run({before
                        + event({{"type", "error"},
                                 {"error", {{"type", type}, {"message", "m"}}},
                                 {"request_id", "r"}})
                        + message_stop()});
  CHECK(failure_of(out) == expected);
  CHECK_FALSE(out.complete);
  for (const auto& each : out.events)
    CHECK(each.what != stream_event::kind::finish);
}

TEST_CASE("an end without message_stop is a truncation",
          "[anthropic][stream]") {
  const std::string cut =
      GENERATE(as<std::string>{}, "", message_start(),
               message_start() + text_block(0, "a"),
               message_start() + text_block(0, "a") + message_delta(),
               message_start() + "event: message_stop\ndata: {\"ty");
  const auto out = run({cut});
  CHECK(failure_of(out) == truncated);
  CHECK_FALSE(out.complete);
  CHECK(kinds(out).find('f') == std::string::npos);
}

TEST_CASE("a message_stop without its empty line is an end all the same",
          "[anthropic][stream]") {
  const auto out = run({message_start() + message_delta()
                        + "data: {\"type\":\"message_stop\"}"});
  CHECK(out.complete);
  CHECK(kinds(out) == "rfu");
}

TEST_CASE("nothing after the end or a failure is decoded",
          "[anthropic][stream]") {
  CHECK(kinds(run({message_start() + message_stop() + message_start()
                   + text_block(0, "a")}))
        == "rfu");
}

TEST_CASE("stop reasons of a stream are mapped", "[anthropic][stream]") {
  const auto [given, expected] = GENERATE(table<std::string, std::string>(
      {{"max_tokens", "length"}, {"refusal", "content_filter"}, {"", "stop"}}));
  const auto out =
      run({message_start() + message_delta(given) + message_stop()});
  REQUIRE(kinds(out) == "rfu");
  CHECK(json::parse(out.events[1].json).at("choices").at(0).at("finish_reason")
        == expected);
}

TEST_CASE("a page or an event that is no JSON is a bad answer",
          "[anthropic][stream]") {
  const std::string bytes =
      GENERATE(as<std::string>{}, "<html></html>",
               message_start() + "data: oops\n\n" + message_stop(),
               message_start() + "data: [1]\n\n" + message_stop());
  CHECK(failure_of(run({bytes})) == bad_answer);
}

TEST_CASE("a body instead of a stream is decoded when it ends",
          "[anthropic][stream]") {
  const auto whole = run(
      {R"({"id":"msg_2","type":"message","model":"claude","content":)",
       R"([{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f",)"
       R"("input":{}}],"stop_reason":"tool_use",)"
       R"("usage":{"input_tokens":1,"output_tokens":2}})"});
  CHECK(whole.complete);
  CHECK(kinds(whole) == "rcfu");
  CHECK(delta_of(whole.events[1]).at("content") == "a");
  CHECK(whole.usage == domain::usage{.prompt = 1, .completion = 2});
  const auto failed = run(
      {R"({"type":"error","error":{"type":"overloaded_error","message":"m"}})"});
  CHECK(failure_of(failed) == overloaded);
}
