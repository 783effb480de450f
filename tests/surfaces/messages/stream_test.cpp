#include "surfaces/messages/exchange.hpp"
#include "surfaces/messages/message_events.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;
using bellwether::providers::stream_event;

namespace {

json text(const std::string& said) {
  return {{"type", "text"}, {"text", said}};
}

json thought(const std::string& text, const std::string& signature) {
  return {{"type", "thinking"}, {"thinking", text}, {"signature", signature}};
}

stream_event call_chunk(const json& call) {
  return chunk({{"tool_calls", {call}}});
}

stream_event usage_event() {
  return {stream_event::kind::usage,
          R"({"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}})",
          0};
}

json asking_for_thinking() {
  return request_with({{"stream", true}, {"thinking", {{"type", "adaptive"}}}});
}

std::string last_type(const std::string& stream) {
  const auto events = events_in(stream);
  return events.empty() ? "" : events.back().at("type").get<std::string>();
}

} // namespace

TEST_CASE("the checker of these tests knows broken streams",
          "[messages][stream]") {
  const json start = {{"type", "message_start"}, {"message", {}}};
  const json block = {{"type", "content_block_start"},
                      {"index", 0},
                      {"content_block", {{"type", "text"}}}};
  const json delta = {{"type", "content_block_delta"},
                      {"index", 0},
                      {"delta", {{"type", "input_json_delta"}}}};
  const json end = {{"type", "message_delta"}};
  const json stop = {{"type", "message_stop"}};
  CHECK(broken_rule({start, end, stop}).empty());
  CHECK(broken_rule({start, end}) == "the end is missing");
  CHECK(broken_rule({start, delta}) == "a delta outside of a block");
  CHECK(broken_rule({start, block, delta}) == "a delta of another kind");
  CHECK(broken_rule({start, block, end}) == "out of order: message_delta");
  CHECK(broken_rule({start, end, stop, stop}) == "out of order: message_stop");
}

TEST_CASE("usage that comes behind the finish reason reaches message_delta",
          "[messages][stream]") {
  const auto call = accept(request_with({{"stream", true}}));
  std::string out;
  call->append_event(chunk({{"content", "x"}}), out);
  call->append_event(chunk(json::object(), "stop"), out);
  CHECK(last_type(out) == "content_block_stop");
  call->append_event(usage_event(), out);
  CHECK(last_type(out) == "content_block_stop");
  call->append_end(out);
  const auto message = assemble(out);
  CHECK(message.at("usage").at("input_tokens") == 7);
  CHECK(message.at("usage").at("output_tokens") == 3);
}

TEST_CASE("a stream without usage ends all the same", "[messages][stream]") {
  const auto message = assemble(
      stream_of({chunk({{"content", "x"}}), chunk(json::object(), "stop")}));
  CHECK(message.at("content") == json({text("x")}));
  CHECK(message.at("stop_reason") == "end_turn");
}

TEST_CASE("a broken stream ends in an error and closes nothing",
          "[messages][stream]") {
  const auto call = accept(request_with({{"stream", true}}));
  std::string out;
  call->append_event(chunk({{"content", "x"}}), out);
  const auto before = out.size();
  call->append_fault(
      {"It broke.", "stream_interrupted", {.prompt = 5, .completion = 2}}, out);
  const auto events = events_in(out.substr(before));
  REQUIRE(events.size() == 1);
  const auto& error = events[0].at("error");
  CHECK(error.at("type") == "api_error");
  CHECK(error.at("message") == "It broke.");
  CHECK(error.at("code") == "stream_interrupted");
  CHECK(error.at("usage").at("output_tokens") == 2);
  CHECK(events[0].at("request_id") == "req-1");
}

TEST_CASE("an answer without any chunk is an empty message",
          "[messages][stream]") {
  const auto message = assemble(stream_of({}));
  CHECK(message.at("content").empty());
  CHECK(message.at("model") == "smart");
}

TEST_CASE("empty deltas open no block", "[messages][stream]") {
  const auto message = assemble(
      stream_of({chunk({{"role", "assistant"}, {"content", ""}}),
                 chunk({{"content", nullptr}, {"reasoning_content", ""}}),
                 chunk({{"tool_calls", json::array()}}), chunk({}, "stop")}));
  CHECK(message.at("content").empty());
}

TEST_CASE("only the first choice is streamed", "[messages][stream]") {
  const stream_event other = {
      stream_event::kind::content,
      R"({"choices":[{"index":1,"delta":{"content":"b"}}]})", 0};
  const auto message = assemble(stream_of({chunk({{"content", "a"}}), other}));
  CHECK(message.at("content") == json({text("a")}));
}

TEST_CASE("content in the chunk that finishes is not lost",
          "[messages][stream]") {
  const auto message =
      assemble(stream_of({chunk({{"content", "a"}}, "length")}));
  CHECK(message.at("content") == json({text("a")}));
  CHECK(message.at("stop_reason") == "max_tokens");
}

TEST_CASE("plain reasoning is streamed to those who asked for thinking",
          "[messages][stream]") {
  const std::vector<stream_event> chunks = {
      chunk({{"reasoning_content", "h"}}), chunk({{"reasoning_content", "m"}}),
      chunk({{"content", "x"}}), chunk({}, "stop")};
  CHECK(assemble(stream_of(chunks)).at("content") == json({text("x")}));
  const auto call = accept(asking_for_thinking());
  CHECK(assemble(stream_of(*call, chunks)).at("content")
        == json({thought("hm", ""), text("x")}));
}

TEST_CASE("signed thinking reaches a stream's caller unasked",
          "[messages][stream]") {
  const auto message =
      assemble(stream_of({chunk({{"reasoning_content", "hm"}}),
                          chunk({{"thinking_blocks", {thought("hm", "s")}}}),
                          chunk({{"content", "x"}})}));
  CHECK(message.at("content") == json({thought("hm", "s"), text("x")}));
}

TEST_CASE("a signature without a text still makes a block",
          "[messages][stream]") {
  const auto stream =
      stream_of({chunk({{"thinking_blocks", {thought("", "s")}}})});
  CHECK(assemble(stream).at("content") == json({thought("", "s")}));
  CHECK(stream.find("thinking_delta") == std::string::npos);
}

TEST_CASE("signed blocks that come with their text are not doubled",
          "[messages][stream]") {
  const auto call = accept(asking_for_thinking());
  const json blocks = {thought("a", "1"), thought("b", "2")};
  const auto message = assemble(stream_of(
      *call,
      {chunk({{"reasoning_content", "ab"}, {"thinking_blocks", blocks}})}));
  CHECK(message.at("content") == blocks);
}

TEST_CASE("text between two halves of a call waits for its end",
          "[messages][stream]") {
  const auto message = assemble(stream_of(
      {call_chunk({{"index", 0},
                   {"id", "c"},
                   {"function", {{"name", "f"}, {"arguments", "{\"a\""}}}}),
       chunk({{"content", "late"}}),
       call_chunk({{"index", 0}, {"function", {{"arguments", ":1}"}}}}),
       chunk({{"content", "r"}})}));
  REQUIRE(message.at("content").size() == 2);
  CHECK(message.at("content").at(0).at("input") == json({{"a", 1}}));
  CHECK(message.at("content").at(1) == text("later"));
  CHECK(message.at("stop_reason") == "tool_use");
}

TEST_CASE("line ends in a text do not break the framing",
          "[messages][stream]") {
  const std::string said = "a\n\nevent: x\r\ndata: {}\n\n\"\\";
  const auto message = assemble(stream_of({chunk({{"content", said}})}));
  CHECK(message.at("content") == json({text(said)}));
}
