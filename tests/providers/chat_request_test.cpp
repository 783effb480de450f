#include "providers/chat_request.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;

namespace {

domain::request_facts facts_of(std::string_view body) {
  auto read = read_chat_request(body);
  if (const auto* problem = std::get_if<request_problem>(&read))
    FAIL(problem->message);
  return std::get<domain::request_facts>(read);
}

request_problem problem_of(std::string_view body) {
  auto read = read_chat_request(body);
  REQUIRE(std::holds_alternative<request_problem>(read));
  return std::get<request_problem>(read);
}

std::string with(std::string_view fields) {
  return R"({"model":"m","messages":[{"role":"user","content":"hi"}])"
         + std::string(fields) + "}";
}

} // namespace

TEST_CASE("a plain request has plain facts", "[providers][request]") {
  const auto facts = facts_of(with(""));
  CHECK(facts.model == "m");
  CHECK(facts.prompt_chars == 2);
  CHECK_FALSE(facts.max_output_tokens);
  CHECK_FALSE(facts.stream);
  CHECK_FALSE(facts.wants_usage);
  CHECK_FALSE(facts.tools);
  CHECK_FALSE(facts.vision);
  CHECK_FALSE(facts.audio);
  CHECK_FALSE(facts.json_schema);
}

TEST_CASE("null counts as absent", "[providers][request]") {
  const auto facts = facts_of(with(
      R"(,"stream":null,"stream_options":null,"max_tokens":null,"tools":null,
           "max_completion_tokens":null,"response_format":null,
           "modalities":null,"functions":null)"));
  CHECK_FALSE(facts.stream);
  CHECK_FALSE(facts.max_output_tokens);
  CHECK(facts_of(with(R"(,"stream_options":{"include_usage":null})")).model
        == "m");
  CHECK(problem_of(R"({"model":null,"messages":[{"role":"user"}]})").param
        == "model");
}

TEST_CASE("features are seen", "[providers][request]") {
  CHECK(facts_of(with(R"(,"stream":true)")).stream);
  CHECK(facts_of(with(R"(,"stream_options":{"include_usage":true})"))
            .wants_usage);
  CHECK(facts_of(with(R"(,"tools":[{"type":"function"}])")).tools);
  CHECK(facts_of(with(R"(,"functions":[{"name":"f"}])")).tools);
  CHECK_FALSE(facts_of(with(R"(,"tools":[])")).tools);
  CHECK(facts_of(with(R"(,"modalities":["text","audio"])")).audio);
  CHECK_FALSE(facts_of(with(R"(,"modalities":["text"])")).audio);
  CHECK(facts_of(with(R"(,"response_format":{"type":"json_schema"})"))
            .json_schema);
  CHECK_FALSE(facts_of(with(R"(,"response_format":{"type":"json_object"})"))
                  .json_schema);
}

TEST_CASE("the newer limit wins over the older one", "[providers][request]") {
  CHECK(facts_of(with(R"(,"max_tokens":5)")).max_output_tokens == 5);
  CHECK(facts_of(with(R"(,"max_completion_tokens":7,"max_tokens":5)"))
            .max_output_tokens
        == 7);
  CHECK(
      facts_of(with(R"(,"max_tokens":18446744073709551615)")).max_output_tokens
      == 1'000'000'000);
}

TEST_CASE("the prompt is counted in bytes of all its text",
          "[providers][request]") {
  const auto facts = facts_of(R"({"model":"m","messages":[
    {"role":"system","content":"12345"},
    {"role":"user","content":[{"type":"text","text":"abc"},
      {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
      {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]},
    {"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function",
      "function":{"name":"f","arguments":"{}"}}]},
    {"role":"tool","content":"\u20ac"}],
    "tools":[{"name":"get"}]})");
  CHECK(facts.prompt_chars == 5 + 3 + 3 + 3 + 7);
  CHECK(facts.vision);
  CHECK(facts.audio);
}

TEST_CASE("a repeated field counts as its last, however it is spelled",
          "[providers][request]") {
  CHECK(facts_of(with(R"(,"\u006dodel":"other")")).model == "other");
}

TEST_CASE("problems name the field and the remedy", "[providers][request]") {
  const auto [body, param] = GENERATE(table<std::string, std::string>({
      {R"({"messages":[{"role":"user","content":"hi"}]})", "model"},
      {R"({"model":7,"messages":[{"role":"user"}]})", "model"},
      {R"({"model":"","messages":[{"role":"user"}]})", "model"},
      {R"({"model":"m"})", "messages"},
      {R"({"model":"m","messages":[]})", "messages"},
      {R"({"model":"m","messages":{}})", "messages"},
      {R"({"model":"m","messages":["hi"]})", "messages[0]"},
      {R"({"model":"m","messages":[{"content":"hi"}]})", "messages[0].role"},
      {R"({"model":"m","messages":[{"role":"a"},{"role":1}]})",
       "messages[1].role"},
      {R"({"model":"m","messages":[{"role":"a","content":1}]})",
       "messages[0].content"},
      {R"({"model":"m","messages":[{"role":"a","content":["x"]}]})",
       "messages[0].content[0]"},
      {R"({"model":"m","messages":[{"role":"a","content":[{"text":"x"}]}]})",
       "messages[0].content[0].type"},
      {with(R"(,"stream":"yes")"), "stream"},
      {with(R"(,"stream_options":1)"), "stream_options"},
      {with(R"(,"stream_options":{"include_usage":1})"),
       "stream_options.include_usage"},
      {with(R"(,"max_tokens":0)"), "max_tokens"},
      {with(R"(,"max_tokens":-1)"), "max_tokens"},
      {with(R"(,"max_tokens":1.5)"), "max_tokens"},
      {with(R"(,"max_completion_tokens":"9")"), "max_completion_tokens"},
      {with(R"(,"tools":{})"), "tools"},
      {with(R"(,"modalities":"audio")"), "modalities"},
      {with(R"(,"response_format":"json")"), "response_format"},
  }));
  CAPTURE(body);
  const auto problem = problem_of(body);
  CHECK(problem.param == param);
  CHECK(problem.message.find("'" + param + "'") == 0);
  CHECK_FALSE(problem.code.empty());
}

TEST_CASE("the caller's metadata is kept as compact JSON",
          "[providers][request]") {
  CHECK(facts_of(with("")).metadata.empty());
  CHECK(
      facts_of(with(R"(,"metadata": { "job" : "7", "n" : [1, 2.5] })")).metadata
      == R"({"job":"7","n":[1,2.5]})");
  CHECK(facts_of(with(R"(,"metadata":{"a":1},"metadata":{"a":2})")).metadata
        == R"({"a":2})");
}

TEST_CASE("metadata that is none, or too much, is left alone",
          "[providers][request]") {
  for (const auto* value : {"null", "7", "\"x\"", "[1]"})
    CHECK(facts_of(with(R"(,"metadata":)" + std::string(value)))
              .metadata.empty());
  const auto of = [](std::size_t bytes) {
    return facts_of(with(R"(,"metadata":{"a":")" + std::string(bytes - 8, 'x')
                         + R"("})"))
        .metadata.size();
  };
  CHECK(of(1024) == 1024);
  CHECK(of(1025) == 0);
  const std::string numbers = "[1" + std::string(600, ' ') + "]";
  CHECK(facts_of(with(R"(,"metadata":{"a":)" + numbers + "}")).metadata
        == R"({"a":[1]})");
}

TEST_CASE("a model's name has a limit", "[providers][request]") {
  const auto named = [](std::size_t bytes) {
    return R"({"messages":[{"role":"user"}],"model":")"
           + std::string(bytes, 'm') + "\"}";
  };
  CHECK(facts_of(named(256)).model.size() == 256);
  CHECK(problem_of(named(257)).param == "model");
}

TEST_CASE("text that is not JSON is told with a place, without a quote of it",
          "[providers][request]") {
  const auto problem = problem_of("{\"model\":\n\"secret\",,}");
  CHECK(problem.param.empty());
  CHECK(problem.message.find("not valid JSON") != std::string::npos);
  CHECK(problem.message.find("line 2") != std::string::npos);
  CHECK(problem.message.find("secret") == std::string::npos);
}

TEST_CASE("bombs and broken bytes are refused", "[providers][request]") {
  const std::string deep(100'000, '[');
  const std::string body = GENERATE_COPY(
      std::string{}, std::string("  "), std::string("[]"), std::string("\"m\""),
      std::string("{\"model\":\"\xFF\"}"), std::string("{}{}"), deep,
      "{\"model\":" + deep, std::string("{\"model\":\"\\ud800\"}"),
      std::string("{\"model\":\"a\0b\"}", 15));
  CHECK_FALSE(problem_of(body).message.empty());
}
