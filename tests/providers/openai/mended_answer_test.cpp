#include "providers/heads.hpp"
#include "providers/openai/codec.hpp"
#include "providers/openai/openai_shape.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;

namespace {

const decode_context context{5, "req-1", "upstream", false};

answer decode(const std::string& body,
              openai_dialect dialect = openai_dialect::compatible) {
  auto out = make_openai_codec(dialect)->decode(head_of(200), body, context);
  if (const auto* failed = std::get_if<domain::failure>(&out))
    FAIL(failed->detail);
  auto& read = std::get<answer>(out);
  CHECK(wrong_answer(json::parse(read.body)).empty());
  return std::move(read);
}

json choice_of(const std::string& choice,
               openai_dialect dialect = openai_dialect::compatible) {
  const auto out = decode(R"({"choices":[)" + choice + "]}", dialect);
  return json::parse(out.body).at("choices").at(0);
}

json message_of(const std::string& message) {
  return choice_of(R"({"message":)" + message + "}").at("message");
}

const std::string call =
    R"("tool_calls":[{"id":"1","type":"function","function":{"name":"f",)"
    R"("arguments":"{}"}}])";

} // namespace

TEST_CASE("an answer of strict shape stays byte for byte", "[openai][answer]") {
  const std::string body =
      R"({"id":"a", "object":"chat.completion","created":1,"model":"m",)"
      R"("choices":[ {"index":0,"message":{"role":"assistant","content":null,)"
      R"("refusal":null,"x":1.0e0,)"
      + call
      + R"(},"logprobs":null,"finish_reason":"tool_calls"}],"new":{ } })";
  CHECK(decode(body).body == body);
}

TEST_CASE("refusal and logprobs are added where only they are missing",
          "[openai][answer]") {
  const auto body = [](const char* first, const char* second) {
    return R"({"choices":[ {"message":{"role":"assistant","content":"}",)"
           R"("x":[{}] })"
           + std::string(first)
           + R"(,"index":0,"finish_reason":"stop"},{"index":1,)"
             R"("finish_reason":"stop","message":{"content":null,"role":)"
             R"("assistant")"
           + second
           + R"(}}] ,"id":"a","object":"chat.completion",)"
             R"("created":1,"model":"m" })";
  };
  auto wanted = json::parse(body(R"(,"logprobs":null)", R"(,"refusal":null)"));
  wanted["choices"][0]["message"]["refusal"] = nullptr;
  wanted["choices"][1]["logprobs"] = nullptr;
  CHECK(json::parse(decode(body("", "")).body) == wanted);
  CHECK(json::parse(decode(body(R"(,"logprobs":null)", "")).body) == wanted);
  CHECK(json::parse(decode(body("", R"(,"refusal":null)")).body) == wanted);
  // Everything else stays as it was written.
  CHECK(decode(body("", "")).body.starts_with(R"({"choices":[ {"message":)"));
}

TEST_CASE("what an answer does not say of itself is made up",
          "[openai][answer]") {
  const auto body =
      json::parse(decode(R"({"choices":[{"message":{"content":"a"}}]})").body);
  CHECK(body.at("id") == "chatcmpl-req-1");
  CHECK(body.at("created") == 5);
  CHECK(body.at("model") == "upstream");
  CHECK(body.at("choices")[0].at("message").at("refusal").is_null());
  CHECK_FALSE(body.contains("usage"));
}

TEST_CASE("no provider's own finish reason reaches the caller",
          "[openai][answer]") {
  const auto [said, expected] = GENERATE(table<std::string, std::string>({
      {R"("eos")", "stop"},
      {R"("end_turn")", "stop"},
      {R"("")", "stop"},
      {"null", "stop"},
      {"7", "stop"},
      {R"("MAX_TOKENS")", "length"},
      {R"("model_length")", "length"},
      {R"("SAFETY")", "content_filter"},
      {R"("refusal")", "content_filter"},
      {R"("content_filter")", "content_filter"},
      {R"("function_call")", "function_call"},
      {R"("length")", "length"},
  }));
  CAPTURE(said);
  CHECK(choice_of(R"({"message":{"content":"a"},"finish_reason":)" + said + "}")
            .at("finish_reason")
        == expected);
}

TEST_CASE("an answer with tool calls says so, whatever it stopped for",
          "[openai][answer]") {
  const auto reason = GENERATE(as<std::string>{}, "null", R"("stop")",
                               R"("tool_use")", R"("eos")");
  const auto choice =
      R"({"message":{)" + call + R"(},"finish_reason":)" + reason + "}";
  CHECK(choice_of(choice).at("finish_reason") == "tool_calls");
}

TEST_CASE("OpenAI means it when it stops with a forced call",
          "[openai][answer]") {
  const auto choice = R"({"message":{)" + call + R"(},"finish_reason":"stop"})";
  CHECK(choice_of(choice, openai_dialect::openai).at("finish_reason")
        == "stop");
}

TEST_CASE("tool calls get what they lack", "[openai][answer]") {
  const auto calls =
      message_of(
          R"({"tool_calls":[{"function":{"name":"f","arguments":{"a":[1,2]}}},)"
          R"({"id":"","function":{"name":"g"}},{"id":"ok"}]})")
          .at("tool_calls");
  CHECK(calls[0].at("function").at("arguments") == R"({"a":[1,2]})");
  CHECK(calls[1].at("function").at("arguments") == "");
  CHECK(calls[1].at("type") == "function");
  CHECK(calls[2].at("id") == "ok");
  CHECK(calls[0].at("id") != calls[1].at("id"));
}

TEST_CASE("ids that other providers refuse get a short name of their own",
          "[openai][answer]") {
  const std::string id = GENERATE("chatcmpl-tool-0123456789abcdef0123456789ab",
                                  "functions.f:0", "a b");
  const auto body = R"({"tool_calls":[{"id":")" + id + R"("}]})";
  const auto made = message_of(body).at("tool_calls")[0].at("id");
  CHECK(made != id);
  CHECK(made == message_of(body).at("tool_calls")[0].at("id"));
}

TEST_CASE("content is a string or null", "[openai][answer]") {
  const auto [content, expected] = GENERATE(table<std::string, std::string>({
      {R"({"role":"assistant"})", "null"},
      {R"({"content":""})", R"("")"},
      {R"({"content":[{"type":"text","text":"a\n"},"b",{"x":1}]})",
       R"("a\nb")"},
      {R"({"content":7})", R"("7")"},
  }));
  CHECK(message_of(content).at("content") == json::parse(expected));
}

TEST_CASE("reasoning goes by one name", "[openai][answer]") {
  const auto message = message_of(R"({"content":"a","reasoning":"r"})");
  CHECK(message.at("reasoning_content") == "r");
  CHECK_FALSE(message.contains("reasoning"));
}

TEST_CASE("nulls that OpenAI does not have are gone", "[openai][answer]") {
  const auto message =
      message_of(R"({"content":"a","tool_calls":null,"function_call":null,)"
                 R"("annotations":null})");
  CHECK(message.size() == 3);
}

TEST_CASE("DeepSeek's cache hits are cached tokens", "[deepseek][answer]") {
  const auto read = decode(
      R"({"choices":[{"message":{"content":"a"}}],"usage":{"prompt_tokens":9,)"
      R"("completion_tokens":4,"total_tokens":13,"prompt_cache_hit_tokens":6,)"
      R"("prompt_cache_miss_tokens":3}})",
      openai_dialect::deepseek);
  const auto usage = json::parse(read.body).at("usage");
  CHECK(usage.at("prompt_tokens_details").at("cached_tokens") == 6);
  CHECK(usage.at("prompt_cache_hit_tokens") == 6);
  CHECK(read.usage == domain::usage{.prompt = 9, .cached = 6, .completion = 4});
}

TEST_CASE("usage says what is charged", "[openai][answer]") {
  const auto [before, after] = GENERATE(table<std::string, std::string>({
      {R"({"prompt_tokens":9,"completion_tokens":4})",
       R"({"prompt_tokens":9,"completion_tokens":4,"total_tokens":13})"},
      // Gemini's total counts thoughts that its completion leaves out.
      {R"({"prompt_tokens":9,"completion_tokens":4,"total_tokens":113})",
       R"({"prompt_tokens":9,"completion_tokens":104,"total_tokens":113,)"
       R"("completion_tokens_details":{"reasoning_tokens":100}})"},
      {R"({"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,)"
       R"("prompt_tokens_details":null,)"
       R"("completion_tokens_details":{"reasoning_tokens":null}})",
       R"({"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,)"
       R"("completion_tokens_details":{}})"},
  }));
  const auto read =
      decode(R"({"choices":[{"message":{}}],"usage":)" + before + "}");
  CHECK(json::parse(read.body).at("usage") == json::parse(after));
}

TEST_CASE("an answer in many lines is mended, too", "[openai][answer]") {
  const auto read = decode(
      "{\n  \"choices\": [ {\n \"message\" : {\n"
      " \"content\" : \"a\" } } ]\n}\n");
  CHECK(json::parse(read.body).at("choices")[0].at("message").at("content")
        == "a");
}

TEST_CASE("a call of no known type is one of a function", "[openai][answer]") {
  const auto calls =
      message_of(R"({"tool_calls":[{"id":"a","type":"x"}]})").at("tool_calls");
  CHECK(calls[0].at("type") == "function");
}
