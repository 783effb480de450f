#include "providers/heads.hpp"
#include "providers/openai/codec.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using bellwether::providers::test::head_of;
using enum domain::failure_class;

namespace {

const std::string good =
    R"({"id":"1","object":"chat.completion","created":5,"model":"m",)"
    R"("choices":[{"index":0,"message":{"role":"assistant","content":"hi",)"
    R"("refusal":null},"logprobs":null,"finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}})";

std::variant<answer, domain::failure> decode(std::string body) {
  return make_openai_codec()->decode(head_of(200), std::move(body), {});
}

domain::failure failure_of(std::string body) {
  auto read = decode(std::move(body));
  REQUIRE(std::holds_alternative<domain::failure>(read));
  return std::get<domain::failure>(read);
}

} // namespace

TEST_CASE("an answer passes through with its usage read",
          "[providers][answer]") {
  const auto read = decode(good);
  REQUIRE(std::holds_alternative<answer>(read));
  CHECK(std::get<answer>(read).body == good);
  CHECK(std::get<answer>(read).usage
        == domain::usage{.prompt = 3, .completion = 1});
}

TEST_CASE("the empty lines that DeepSeek sends while it queues are no answer",
          "[providers][answer]") {
  const auto read = decode("\n\n\r\n  " + good + "\n");
  REQUIRE(std::holds_alternative<answer>(read));
  CHECK(std::get<answer>(read).body == good);
  CHECK(failure_of("\n\n\n").what == bad_answer);
}

TEST_CASE("liberties of compatible servers are taken", "[providers][answer]") {
  const std::string body = GENERATE(
      R"({"choices":[{"message":{"content":null}}]})",
      R"({"choices":[{"message":{},"finish_reason":null}],"usage":null})",
      R"({"choices":[{"message":{"content":"a"},"finish_reason":"eos"}]})",
      R"({"choices":[{"message":{"tool_calls":[{"function":{}}]}}],"error":null})",
      R"({"choices":[{"message":{"content":"a"}}],"error":{},"usage":{}})",
      R"({"choices":[{"message":{"content":"a"}},{"index":1}]})");
  CAPTURE(body);
  const auto read = decode(body);
  REQUIRE(std::holds_alternative<answer>(read));
  CHECK_FALSE(std::get<answer>(read).usage);
}

TEST_CASE("what is no chat completion is a bad answer", "[providers][answer]") {
  const std::string body =
      GENERATE("", "null", "[]", "{}", "\"hi\"", R"({"choices":[]})",
               R"({"choices":{}})", R"({"choices":[{}]})", R"({"choices":[1]})",
               R"({"choices":[{"message":"hi"}]})",
               R"({"choices":[{"message":{}})", "<html>ok</html>",
               "data: {}\n\n", "{\"choices\":[{\"message\":\"\xFF\"}]}");
  CAPTURE(body);
  const auto found = failure_of(body);
  CHECK(found.what == bad_answer);
  CHECK(found.status == 200);
  CHECK_FALSE(found.detail.empty());
}

TEST_CASE("an error inside a good status is found", "[providers][answer]") {
  const auto [body,
              expected] = GENERATE(table<std::string, domain::failure_class>({
      {R"({"error":{"message":"m","type":"overloaded_error"}})", overloaded},
      {R"({"error":{"message":"m","code":502}})", server_error},
      {R"([{"error":{"code":429,"status":"RESOURCE_EXHAUSTED"}}])",
       rate_limited},
      {R"({"error":"busy"})", bad_answer},
      {R"({"object":"error","message":"m","code":503})", overloaded},
      {R"({"error":{"code":401,"message":"sk-1"},"choices":[{"message":{}}]})",
       bad_credentials},
  }));
  CAPTURE(body);
  CHECK(failure_of(body).what == expected);
}

TEST_CASE("DeepSeek's lack of resources is an overload, not an answer",
          "[providers][answer]") {
  const auto found = failure_of(
      R"({"choices":[{"message":{"content":"a"},
        "finish_reason":"insufficient_system_resource"}]})");
  CHECK(found.what == overloaded);
  CHECK(found.code == "insufficient_system_resource");
}
