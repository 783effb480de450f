#include "providers/gemini/exchange.hpp"
#include "providers/stream_runs.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;
using enum domain::failure_class;

namespace {

std::string said(std::string_view parts, std::string_view more = "",
                 std::string_view rest = "") {
  return R"({"candidates":[{"content":{"parts":[)" + std::string(parts)
         + R"(]},"index":0)" + std::string(more) + "}]" + std::string(rest)
         + "}";
}

std::string data(const std::string& json) {
  return "data: " + json + "\r\n\r\n";
}

const std::string counts =
    R"(,"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2})";
const std::string finished = R"(,"finishReason":"STOP")";
const std::string hello = said(R"({"text":"hello"})");
const std::string end = said(R"({"text":""})", finished, counts);
const std::string error =
    R"({"error":{"code":503,"message":"m","status":"UNAVAILABLE"}})";

stream_run run(const std::vector<std::string>& pieces) {
  return run_stream(*make_gemini_codec(), pieces);
}

json chunk(const stream_run& r, std::size_t index) {
  return json::parse(r.events.at(index).json);
}

} // namespace

TEST_CASE("a stream opens with a role and ends with its usage",
          "[gemini][stream]") {
  const auto out = run({data(hello) + data(end)});
  REQUIRE(kinds(out) == "rcfu");
  CHECK(out.complete);
  CHECK(out.events[1].content_chars == 5);
  CHECK(out.usage == domain::usage{.prompt = 3, .completion = 2});
  CHECK(chunk(out, 0).at("choices").at(0).at("delta")
        == json::parse(R"({"role":"assistant","content":""})"));
  CHECK(chunk(out, 3).at("choices").empty());
  for (std::size_t i = 0; i < 3; ++i)
    CHECK_FALSE(chunk(out, i).contains("usage"));
}

TEST_CASE("Google ends no stream with [DONE]: finish reason and counts do",
          "[gemini][stream]") {
  const auto decoder = make_gemini_codec()->decode_stream({});
  std::vector<stream_event> events;
  CHECK_FALSE(decoder->feed(data(hello), events));
  CHECK_FALSE(decoder->complete());
  CHECK_FALSE(decoder->feed(data(end), events));
  CHECK(decoder->complete());
  CHECK_FALSE(decoder->feed(data(hello), events));
  CHECK(events.size() == 4);
}

TEST_CASE("without counts the end of the connection ends the stream",
          "[gemini][stream]") {
  const auto decoder = make_gemini_codec()->decode_stream({});
  std::vector<stream_event> events;
  CHECK_FALSE(decoder->feed(data(said(R"({"text":"a"})", finished)), events));
  CHECK_FALSE(decoder->complete());
  CHECK_FALSE(decoder->finish(events));
  CHECK(decoder->complete());
  CHECK(events.size() == 3);
}

TEST_CASE("counts that come behind the finish reason end the stream too",
          "[gemini][stream]") {
  const auto out = run({data(said(R"({"text":"a"})", finished)),
                        data(R"({"usageMetadata":{"promptTokenCount":8}})")});
  CHECK(kinds(out) == "rcfu");
  CHECK(out.usage.value_or(domain::usage{}).prompt == 8);
}

TEST_CASE("usage is on every event and the last one wins", "[gemini][stream]") {
  const auto more = R"(,"usageMetadata":{"promptTokenCount":3})";
  const auto out = run({data(said(R"({"text":"a"})", "", more)), data(end)});
  CHECK(kinds(out) == "rcfu");
  CHECK(out.usage == domain::usage{.prompt = 3, .completion = 2});
}

TEST_CASE("a stream that ends without a finish reason is truncated",
          "[gemini][stream]") {
  const std::string text = GENERATE_COPY(
      std::string{}, std::string("\r\n\r\n"), data(hello),
      data(hello) + data(R"({"usageMetadata":{"promptTokenCount":3}})"),
      data(hello) + "data: " + end.substr(0, 40));
  const auto out = run({text});
  CHECK(failure_of(out) == truncated);
  CHECK_FALSE(out.complete);
}

TEST_CASE("one candidate's end is not the end of another", "[gemini][stream]") {
  const auto second = R"({"candidates":[{"content":{"parts":[{"text":"b"}]},)"
                      R"("index":1}]})";
  const auto out = run({data(hello) + data(second) + data(end)});
  CHECK(failure_of(out) == truncated);
  CHECK(kinds(out) == "rcrcf");
}

TEST_CASE("a choice that ends before the next begins does not end them all",
          "[gemini][stream]") {
  decode_context context;
  context.many_choices = true;
  const auto decoder = make_gemini_codec()->decode_stream(context);
  std::vector<stream_event> events;
  const auto second = R"({"candidates":[{"content":{"parts":[{"text":"b"}]},)"
                      R"("index":1,"finishReason":"STOP"}]})";
  CHECK_FALSE(decoder->feed(data(hello) + data(end), events));
  CHECK_FALSE(decoder->complete());
  CHECK_FALSE(decoder->feed(data(second), events));
  CHECK_FALSE(decoder->finish(events));
  CHECK(decoder->complete());
  CHECK(events.back().what == stream_event::kind::usage);
}

TEST_CASE("the last event needs no blank line behind it", "[gemini][stream]") {
  CHECK(kinds(run({data(hello) + "data: " + end})) == "rcfu");
}

TEST_CASE("a prompt that was blocked is an answer in a stream too",
          "[gemini][stream]") {
  const auto out = run({data(R"({"promptFeedback":{"blockReason":"SAFETY"},)"
                             R"("usageMetadata":{"promptTokenCount":4}})")});
  REQUIRE(kinds(out) == "rfu");
  CHECK(chunk(out, 1).at("choices").at(0).at("finish_reason")
        == "content_filter");
}

TEST_CASE("thoughts that ate all tokens leave an empty finished answer",
          "[gemini][stream]") {
  const auto out = run({data(
      R"({"candidates":[{"finishReason":"MAX_TOKENS","index":0}],)"
      R"("usageMetadata":{"promptTokenCount":4,"thoughtsTokenCount":9}})")});
  REQUIRE(kinds(out) == "rfu");
  CHECK(chunk(out, 1).at("choices").at(0).at("finish_reason") == "length");
  CHECK(out.usage.value_or(domain::usage{}).completion == 9);
}

TEST_CASE("tool calls come whole and are counted for each choice",
          "[gemini][stream]") {
  const auto call = [](const char* name) {
    return R"({"functionCall":{"name":")" + std::string(name)
           + R"(","args":{"a":1}}})";
  };
  const auto out = run({data(said(call("f") + "," + call("g")))
                        + data(said(call("h"), finished, counts))});
  REQUIRE(kinds(out) == "rccfu");
  const auto calls = chunk(out, 1).at("choices").at(0).at("delta");
  CHECK(calls.at("tool_calls").at(1).at("index") == 1);
  CHECK(calls.at("tool_calls").at(1).at("function").at("arguments")
        == R"({"a":1})");
  const auto last = chunk(out, 2).at("choices").at(0).at("delta");
  CHECK(last.at("tool_calls").at(0).at("index") == 2);
  CHECK(chunk(out, 3).at("choices").at(0).at("finish_reason") == "tool_calls");
}

TEST_CASE("id, model and time are the same on all chunks", "[gemini][stream]") {
  const auto first =
      said(R"({"text":"a"})", "", R"(,"responseId":"r1","modelVersion":"m1")");
  const auto second =
      said(R"({"text":"b"})", finished,
           counts + R"(,"responseId":"r2","modelVersion":"m2")");
  const auto out = run({data(first) + data(second)});
  REQUIRE(out.events.size() == 5);
  for (std::size_t i = 0; i < out.events.size(); ++i) {
    CHECK(chunk(out, i).at("id") == "r1");
    CHECK(chunk(out, i).at("model") == "m1");
    CHECK(chunk(out, i).at("created") == chunk(out, 0).at("created"));
  }
}

TEST_CASE("an error in an event ends the stream", "[gemini][stream]") {
  const auto out = run({data(hello) + data(error) + data(end)});
  CHECK(failure_of(out) == overloaded);
  CHECK(kinds(out) == "rc");
  CHECK(failure_of(run({data("[" + error + "]")})) == overloaded);
}

TEST_CASE("a broken event ends the stream", "[gemini][stream]") {
  const std::string text = GENERATE("{", "7", "hello", R"({"candidates":[})");
  CHECK(failure_of(run({data(hello) + data(text) + data(end)})) == bad_answer);
}

TEST_CASE("a malformed call before the first word is worth another attempt",
          "[gemini][stream]") {
  const std::string malformed = R"(,"finishReason":"MALFORMED_FUNCTION_CALL")";
  CHECK(failure_of(run({data(said("", malformed, counts))})) == try_again);
  const auto later = run({data(hello) + data(said("", malformed, counts))});
  REQUIRE(kinds(later) == "rcfu");
  CHECK(chunk(later, 2).at("choices").at(0).at("finish_reason") == "stop");
}

TEST_CASE("comments, empty events and [DONE] are no events",
          "[gemini][stream]") {
  const auto out = run({": keep-alive\n\n", "data:\n\n", data("{}"),
                        data(hello), data("[DONE]"), data(end)});
  CHECK(kinds(out) == "rcfu");
}
