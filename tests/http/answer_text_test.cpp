#include "http/gateway/answer_text.hpp"

#include <catch2/catch.hpp>

namespace bellwether::http {

TEST_CASE("the text of an answer is counted in bytes", "[http][answer]") {
  CHECK(answer_text(R"({"id":"chatcmpl-1","choices":[{"index":0,"message":)"
                    R"({"role":"assistant","content":"gr\u00fc\n",)"
                    R"("refusal":null},"finish_reason":"stop"}]})")
        == 5);
  CHECK(answer_text(R"({"choices":[{"message":{"content":"ab"}},)"
                    R"({"message":{"content":"c","reasoning":"def"}}]})")
        == 6);
  CHECK(answer_text(R"({"choices":[{"message":{"tool_calls":)"
                    R"([{"function":{"name":"f","arguments":"{}"}}]}}]})")
        == 8 + 4 + 1 + 9 + 2);
}

TEST_CASE("text is measured where it must be, else now and then",
          "[http][answer]") {
  providers::answer answer{R"({"choices":[{"message":{"content":"ab"}}]})", {}};
  for (int i = 0; i < 20; ++i)
    CHECK(measured_text(answer) == 2);
  answer.usage.emplace();
  std::int64_t all = 0;
  for (int i = 0; i < 80; ++i)
    all += measured_text(answer);
  CHECK(all == 2 * 10);
}

TEST_CASE("what is no chat completion has no text", "[http][answer]") {
  for (const auto* body :
       {"", "{", "[]", "7", "{}", R"({"choices":{}})", R"({"choices":[1]})",
        R"({"choices":[{"message":"x"}]})",
        R"({"data":[{"embedding":[1,2]}]})"})
    CHECK(answer_text(body) == 0);
}

} // namespace bellwether::http
