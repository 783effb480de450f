#include "surfaces/completions/support.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::surfaces::test;
using Catch::Contains;

TEST_CASE("a prompt is one message of the user", "[completions]") {
  const std::string prompt = GENERATE(R"("Once")", R"(["Once"])");
  auto body = request();
  body["prompt"] = json::parse(prompt);
  CHECK(chat_of(body) == json::parse(R"({"model":"m",
      "messages":[{"role":"user","content":"Once"}],"max_tokens":16})"));
}

TEST_CASE("the caller's own settings are passed on", "[completions]") {
  const std::string members =
      R"("max_tokens":7,"n":2,"stop":["x"],"temperature":0.5,"top_p":0.9,
      "presence_penalty":1,"frequency_penalty":-1,"seed":3,"user":"u",
      "stream":true,"stream_options":{"include_usage":true},
      "logit_bias":{"5":1},"top_k":4)";
  CHECK(chat_of(request(members))
        == json::parse(R"({"model":"m",
      "messages":[{"role":"user","content":"Once"}],)"
                       + members + "}"));
}

TEST_CASE("what asks for nothing is left out", "[completions]") {
  CHECK(chat_of(request(R"("echo":true,"best_of":1,"suffix":null,
      "logprobs":null,"max_tokens":null)"))
        == chat_of(request()));
}

TEST_CASE("what a chat cannot carry is refused, with the remedy",
          "[completions]") {
  const auto [name, value, remedy] =
      GENERATE(table<const char*, const char*, const char*>({
          {"prompt", R"(["a","b"])", "a request for each prompt"},
          {"prompt", "[1,2,3]", "as a string"},
          {"prompt", "[1]", "as a string"},
          {"prompt", "[[1,2],[3]]", "as a string"},
          {"prompt", "[[1,2]]", "as a string"},
          {"suffix", R"("end")", "in 'prompt'"},
          {"best_of", "2", "choose among 'n'"},
          {"logprobs", "0", "/v1/chat/completions"},
          {"tools", "[]", "/v1/chat/completions"},
          {"messages", "[]", "/v1/chat/completions"},
      }));
  INFO(value);
  auto body = request();
  body[name] = json::parse(value);
  const auto fault = refusal_of(body);
  CHECK(fault.param == name);
  CHECK_THAT(fault.message, Contains("'" + std::string(name) + "'"));
  CHECK_THAT(fault.message, Contains(remedy));
}

TEST_CASE("more than n answers to choose from are refused", "[completions]") {
  CHECK(refusal_of(request(R"("n":2,"best_of":3)")).param == "best_of");
}

TEST_CASE("wrong types and missing prompts are refused", "[completions]") {
  const auto [name, value] = GENERATE(table<const char*, const char*>({
      {"prompt", "null"},
      {"prompt", "{}"},
      {"prompt", "[]"},
      {"echo", "1"},
      {"best_of", R"("1")"},
  }));
  INFO(value);
  auto body = request();
  body[name] = json::parse(value);
  CHECK(refusal_of(body).param == name);
}

TEST_CASE("an answer has the legacy shape", "[completions]") {
  const auto call = open(request());
  CHECK(json::parse(call->answer(R"({"id":"chatcmpl-1","model":"got",
      "object":"chat.completion","created":5,"choices":[
      {"index":0,"message":{"role":"assistant","content":" upon",
       "refusal":null,"reasoning_content":"hm"},"logprobs":null,
       "finish_reason":"stop"},
      {"index":1,"message":{"content":" a"},"finish_reason":"length"}],
      "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})"))
        == json::parse(R"({"id":"cmpl-call1","object":"text_completion",
      "created":1700000000,"model":"got","choices":[
      {"text":" upon","index":0,"logprobs":null,"finish_reason":"stop"},
      {"text":" a","index":1,"logprobs":null,"finish_reason":"length"}],
      "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}})"));
}

TEST_CASE("only three reasons to finish are known", "[completions]") {
  const auto [given, told] = GENERATE(table<std::string, std::string>({
      {"stop", "stop"},
      {"length", "length"},
      {"content_filter", "content_filter"},
      {"tool_calls", "stop"},
      {"eos", "stop"},
  }));
  const auto answer = json::parse(open(request())->answer(
      R"({"choices":[{"message":{"content":"a"},"finish_reason":")" + given
      + "\"}]}"));
  CHECK(answer["choices"][0]["finish_reason"] == told);
}

TEST_CASE("a refusal is the text", "[completions]") {
  const auto answer = json::parse(open(request())->answer(
      R"({"choices":[{"message":{"content":null,"refusal":"No."},
          "finish_reason":"stop"}]})"));
  CHECK(answer["choices"][0]["text"] == "No.");
}

TEST_CASE("an echo puts the prompt before every text", "[completions]") {
  const auto answer =
      json::parse(open(request(R"("echo":true,"n":2)"))->answer(R"({"choices":[
          {"index":0,"message":{"content":" upon"},"finish_reason":"stop"},
          {"index":1,"message":{"content":null},"finish_reason":"stop"}]})"));
  CHECK(answer["choices"][0]["text"] == "Once upon");
  CHECK(answer["choices"][1]["text"] == "Once");
}

TEST_CASE("errors stay as they are", "[completions]") {
  CHECK(surfaces::completions().error(400, "{}") == "{}");
}
