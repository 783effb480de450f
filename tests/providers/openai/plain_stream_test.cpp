#include "providers/stream_runs.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;
using enum domain::failure_class;

TEST_CASE("a whole answer instead of a stream becomes a stream",
          "[providers][stream]") {
  const auto run = run_stream(
      {"\n ",
       R"({"id":"c1","object":"chat.completion","created":5,"model":"m",)",
       R"("choices":[{"index":0,"message":{"role":"assistant","content":"hi",)"
       R"("tool_calls":[{"id":"a"},{"id":"b"}]},"finish_reason":"length"}],)",
       R"("usage":{"prompt_tokens":3,"completion_tokens":1}})"});
  CHECK_FALSE(run.failed);
  CHECK(run.complete);
  REQUIRE(kinds(run) == "rcfu");
  for (const auto& event : run.events) {
    const auto chunk = json::parse(event.json);
    CHECK(chunk.at("id") == "c1");
    CHECK(chunk.at("created") == 5);
    CHECK(chunk.at("object") == "chat.completion.chunk");
  }
  const auto choice = json::parse(run.events[1].json).at("choices").at(0);
  CHECK(choice.at("delta").at("content") == "hi");
  CHECK_FALSE(choice.at("delta").contains("role"));
  const auto call = choice.at("delta").at("tool_calls").at(1);
  CHECK(call.at("id") == "b");
  CHECK(call.at("index") == 1);
  CHECK(call.at("type") == "function");
  const auto last = json::parse(run.events[2].json).at("choices").at(0);
  CHECK(last.at("finish_reason") == "length");
  CHECK(run.usage == domain::usage{.prompt = 3, .completion = 1});
}

TEST_CASE("a whole answer may leave out almost everything",
          "[providers][stream]") {
  const auto run = run_stream({R"({"choices":[{"message":{"content":"a"}}]})"});
  REQUIRE(kinds(run) == "rcf");
  const auto last = json::parse(run.events[2].json).at("choices").at(0);
  CHECK(last.at("finish_reason") == "stop");
  CHECK(last.at("index") == 0);
}

TEST_CASE("an indented answer becomes events of one line each",
          "[providers][stream]") {
  const auto run = run_stream(
      {"{\r\n  \"id\": \"1\",\n  \"choices\": [{\n    \"message\": {\n"
       "      \"content\": \"a\\nb\"\n    }\n  }],\n"
       "  \"usage\": {\n    \"prompt_tokens\": 1\n  }\n}\n"});
  REQUIRE(kinds(run) == "rcfu");
  for (const auto& event : run.events)
    CHECK(event.json.find_first_of("\r\n") == std::string::npos);
  const auto choice = json::parse(run.events[1].json).at("choices").at(0);
  CHECK(choice.at("delta").at("content") == "a\nb");
}

TEST_CASE("an error instead of a stream is classified", "[providers][stream]") {
  const auto [body,
              expected] = GENERATE(table<std::string, domain::failure_class>({
      {R"({"error":{"type":"overloaded_error","message":"m"}})", overloaded},
      {R"([{"error":{"code":429,"message":"m"}}])", rate_limited},
      {R"({"choices":[{"message":{},)", bad_answer},
      {R"({"hello":"world"})", bad_answer},
      {"<html><body>welcome</body></html>", bad_answer},
  }));
  CAPTURE(body);
  const auto run = run_stream({body.substr(0, 3), body.substr(3)});
  CHECK(failure_of(run) == expected);
  CHECK(run.events.empty());
}

TEST_CASE("a whole answer of a provider that gave up is an overload",
          "[providers][stream]") {
  const auto run = run_stream({R"({"choices":[{"message":{"content":"a"},
         "finish_reason":"insufficient_system_resource"}]})"});
  CHECK(failure_of(run) == overloaded);
}
