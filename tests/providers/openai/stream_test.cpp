#include "providers/stream_runs.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <rapidcheck.h>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;
using enum domain::failure_class;

namespace {

std::string chunk(std::string_view delta, std::string_view more = "",
                  std::string_view finish = "null") {
  return R"({"id":"1","object":"chat.completion.chunk","created":5,)"
         R"("model":"m","choices":[{"index":0,"delta":)"
         + std::string(delta) + R"(,"finish_reason":)" + std::string(finish)
         + "}]" + std::string(more) + "}";
}

std::string data(const std::string& json) {
  return "data: " + json + "\n\n";
}

const std::string role = chunk(R"({"role":"assistant","content":""})");
const std::string hello = chunk(R"({"content":"hello"})");
const std::string stop = chunk("{}", "", "\"stop\"");
const std::string counted =
    R"({"id":"1","object":"chat.completion.chunk","created":5,"model":"m",)"
    R"("choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,)"
    R"("total_tokens":4}})";
const std::string done = "data: [DONE]\n\n";

} // namespace

TEST_CASE("a stream becomes its events", "[providers][stream]") {
  const auto run = run_stream(
      {data(role) + data(hello) + data(stop) + data(counted) + done});
  CHECK_FALSE(run.failed);
  CHECK(run.complete);
  CHECK(kinds(run) == "rcfu");
  CHECK(run.events[1].json == hello);
  CHECK(run.events[1].content_chars == 5);
  CHECK(run.events[3].json == counted);
  CHECK(run.usage == domain::usage{.prompt = 3, .completion = 1});
}

TEST_CASE("everything that a model says is content", "[providers][stream]") {
  const std::string delta = GENERATE(
      R"({"content":"a"})", R"({"reasoning_content":"a","content":null})",
      R"({"reasoning":"a"})", R"({"refusal":"a"})",
      R"({"tool_calls":[{"function":{"name":"f"}}]})",
      R"({"function_call":{"arguments":"{"}})", R"({"images":[{"url":"x"}]})");
  const auto run = run_stream({data(chunk(delta)), data(stop), done});
  CHECK(kinds(run) == "cf");
  CHECK(run.events[0].content_chars > 0);
}

TEST_CASE("empty deltas open the stream and may be held back",
          "[providers][stream]") {
  const std::string delta = GENERATE(
      "{}", "null", R"({"role":"assistant"})", R"({"role":"","content":""})",
      R"({"content":null,"reasoning_content":null,"tool_calls":[]})");
  CHECK(kinds(run_stream({data(chunk(delta)), data(stop), done})) == "rf");
}

TEST_CASE("keep-alive comments and choiceless chunks are no events",
          "[providers][stream]") {
  const auto run = run_stream(
      {": keep-alive\n\n", data(R"({"choices":[],"prompt_filter_results":[]})"),
       "event: ping\ndata: {}\n\n", data(hello), data(stop), done});
  CHECK_FALSE(run.failed);
  CHECK(kinds(run) == "cf");
}

TEST_CASE("usage leaves every chunk but the usage chunk",
          "[providers][stream]") {
  const auto run =
      run_stream({data(chunk(R"({"content":"a"})", R"(,"usage":null)")),
                  data(stop), data(counted), done});
  CHECK(run.events[0].json == chunk(R"({"content":"a"})"));
  CHECK(kinds(run) == "cfu");
}

TEST_CASE("usage is found wherever it is, and text about it stays",
          "[providers][stream]") {
  const auto [more, left] = GENERATE(table<std::string, std::string>({
      {R"(,"usage":null,"x":1)", R"(,"x":1)"},
      {R"(,"usage":null,"usage":null)", ""},
      {R"(,"usage" : null )", " "},
      {R"(,"x":{"a":1,"usage":null})", R"(,"x":{"a":1,"usage":null})"},
      {R"(,"x":",\"usage\":null}")", R"(,"x":",\"usage\":null}")"},
  }));
  const std::string delta = R"({"content":"a"})";
  const auto run = run_stream({data(chunk(delta, more)), data(stop)});
  REQUIRE(kinds(run) == "cf");
  CHECK(run.events[0].json == chunk(delta, left));
}

TEST_CASE("usage on the last chunks becomes one usage chunk at the end",
          "[providers][stream]") {
  const auto count = [](int tokens) {
    return R"(,"usage":{"prompt_tokens":3,"completion_tokens":)"
           + std::to_string(tokens) + "}";
  };
  const auto run = run_stream({data(chunk(R"({"content":"a"})", count(1))),
                               data(chunk("{}", count(2), "\"stop\"")), done});
  CHECK(kinds(run) == "cfu");
  CHECK(run.events[1].json == stop);
  const auto usage_chunk = json::parse(run.events[2].json);
  CHECK(usage_chunk.at("choices") == json::array());
  CHECK(usage_chunk.at("usage").at("completion_tokens") == 2);
  CHECK(usage_chunk.at("id") == "1");
  CHECK(run.usage.value_or(domain::usage{}).completion == 2);
}

TEST_CASE("a finished answer needs no [DONE]", "[providers][stream]") {
  const auto run = run_stream({data(hello), data(stop), data(counted)});
  CHECK_FALSE(run.failed);
  CHECK(run.complete);
  CHECK(kinds(run) == "cfu");
}

TEST_CASE("the last line end may be missing", "[providers][stream]") {
  CHECK(run_stream({data(hello), data(stop), "data: [DONE]"}).complete);
  CHECK(kinds(run_stream({data(hello), "data: " + stop})) == "cf");
}

TEST_CASE("an answer that nobody finished is finished by [DONE]",
          "[providers][stream]") {
  const auto run = run_stream({data(role), data(hello), done});
  REQUIRE(kinds(run) == "rcf");
  CHECK(run.events[2].json == stop);
}

TEST_CASE("a stream of nothing but [DONE] is no answer",
          "[providers][stream]") {
  const std::string text =
      GENERATE_COPY(std::string(done), data(counted) + done);
  CHECK(failure_of(run_stream({text})) == bad_answer);
}

TEST_CASE("a stream that ends before its answer is truncated",
          "[providers][stream]") {
  const std::string text = GENERATE_COPY(
      std::string{}, std::string("\n\n"), std::string(": keep-alive\n\n"),
      data(role), data(role) + data(hello),
      data(hello) + "data: " + stop.substr(0, 20));
  CAPTURE(text);
  const auto run = run_stream({text});
  CHECK(failure_of(run) == truncated);
  CHECK_FALSE(run.complete);
}

TEST_CASE("an error inside the stream ends it", "[providers][stream]") {
  const auto [event,
              expected] = GENERATE(table<std::string, domain::failure_class>({
      {R"(data: {"error":{"type":"overloaded_error","message":"m"}})",
       overloaded},
      {R"(data: {"error":{"message":"m","code":"insufficient_quota"}})",
       quota_exhausted},
      {R"(data: {"error":{"message":"m","code":500}})", server_error},
      {R"(data: [{"error":{"code":503,"status":"UNAVAILABLE"}}])", overloaded},
      {"event: error\ndata: {\"message\":\"m\",\"type\":\"rate_limit_error\"}",
       rate_limited},
      {"event: error\ndata: gone", bad_answer},
      {"data: {\"choices\":", bad_answer},
      {"data: 7", bad_answer},
      {"data: hello", bad_answer},
      {R"(data: {"choices":[{"delta":{"content":"x"},
data: "finish_reason":"insufficient_system_resource"}]})",
       overloaded},
  }));
  CAPTURE(event);
  const auto run =
      run_stream({data(hello) + event + "\n\n" + data(stop) + done});
  CHECK(failure_of(run) == expected);
  CHECK(kinds(run) == "c");
}

TEST_CASE("an error that is null is none", "[providers][stream]") {
  const std::string more =
      GENERATE(R"(,"error":null)", R"(,"error":"")", R"(,"error":false)");
  CHECK(kinds(run_stream({data(chunk(R"({"content":"a"})", more)), data(stop)}))
        == "cf");
}

TEST_CASE("nothing behind [DONE] or a failure is decoded",
          "[providers][stream]") {
  CHECK(kinds(run_stream({data(stop), done + data(hello), data(hello)}))
        == "f");
  const auto decoder = make_openai_codec()->decode_stream({});
  std::vector<stream_event> out;
  CHECK(decoder->feed("data: {\n\n", out));
  CHECK(decoder->feed(data(hello) + done, out));
  CHECK(decoder->finish(out));
  CHECK(out.empty());
}

TEST_CASE("data of several lines stays one line for the caller",
          "[providers][stream]") {
  const auto run =
      run_stream({"data: {\"choices\":[{\"delta\":\ndata: "
                  "{\"content\":\"a\"}}]}\n\n",
                  data(stop)});
  REQUIRE(kinds(run) == "cf");
  CHECK(run.events[0].json.find('\n') == std::string::npos);
}

TEST_CASE("a stream decodes alike wherever it is cut",
          "[providers][stream][property]") {
  const auto piece = rc::gen::element(
      data(role), data(hello), data(stop), data(counted), done, data("{"),
      std::string(": c\r\n\r\n"), std::string("\r\n"),
      std::string("event: e\n"),
      data(chunk(R"({"content":"\ud83d\ude00"})", R"(,"usage":null)")));
  CHECK(rc::check("split", [&] {
    std::string whole;
    for (const auto& part :
         *rc::gen::container<std::vector<std::string>>(piece))
      whole += part;
    const auto cut = *rc::gen::inRange<std::size_t>(0, whole.size() + 1);
    const auto at_once = run_stream({whole});
    const auto split = run_stream({whole.substr(0, cut), whole.substr(cut)});
    RC_ASSERT(kinds(split) == kinds(at_once));
    RC_ASSERT(split.complete == at_once.complete);
    RC_ASSERT(split.failed.has_value() == at_once.failed.has_value());
    for (std::size_t i = 0; i < split.events.size(); ++i)
      RC_ASSERT(split.events[i].json == at_once.events[i].json);
  }));
}
