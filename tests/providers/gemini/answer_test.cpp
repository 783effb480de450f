#include "providers/gemini/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;
using enum domain::failure_class;

namespace {

std::string candidate(std::string_view parts, std::string_view finish,
                      std::string_view more = "") {
  return R"({"candidates":[{"content":{"role":"model","parts":[)"
         + std::string(parts) + R"(]},"finishReason":")" + std::string(finish)
         + R"(","index":0)" + std::string(more) + "}]}";
}

json choice(std::string body) {
  return decode(std::move(body)).at("choices").at(0);
}

std::optional<domain::usage> usage_of(const std::string& metadata) {
  const auto out = try_decode(R"({"candidates":[{"finishReason":"STOP"}],)"
                              R"("usageMetadata":)"
                              + metadata + "}");
  return std::get<answer>(out).usage;
}

} // namespace

TEST_CASE("Google's finish reasons become OpenAI's", "[gemini][answer]") {
  const auto [google, openai] = GENERATE(table<std::string, std::string>({
      {"STOP", "stop"},
      {"MAX_TOKENS", "length"},
      {"SAFETY", "content_filter"},
      {"RECITATION", "content_filter"},
      {"LANGUAGE", "content_filter"},
      {"BLOCKLIST", "content_filter"},
      {"PROHIBITED_CONTENT", "content_filter"},
      {"SPII", "content_filter"},
      {"IMAGE_SAFETY", "content_filter"},
      {"IMAGE_PROHIBITED_CONTENT", "content_filter"},
      {"IMAGE_RECITATION", "content_filter"},
      {"MALFORMED_FUNCTION_CALL", "stop"},
      {"UNEXPECTED_TOOL_CALL", "stop"},
      {"TOO_MANY_TOOL_CALLS", "stop"},
      {"OTHER", "stop"},
      {"NO_IMAGE", "stop"},
      {"FINISH_REASON_UNSPECIFIED", "stop"},
      {"NEVER_HEARD_OF", "stop"},
      {"", "stop"},
  }));
  CAPTURE(google);
  CHECK(choice(candidate(R"({"text":"a"})", google)).at("finish_reason")
        == openai);
}

TEST_CASE("parts decide whether tools were called, not the finish reason",
          "[gemini][answer]") {
  const std::string call = R"({"functionCall":{"name":"f"}})";
  CHECK(choice(candidate(call, "STOP")).at("finish_reason") == "tool_calls");
  CHECK(choice(candidate(call, "FUNCTION_CALL")).at("finish_reason")
        == "tool_calls");
  CHECK(
      choice(candidate(R"({"text":"a"})", "FUNCTION_CALL")).at("finish_reason")
      == "stop");
  CHECK(choice(candidate(call, "MAX_TOKENS")).at("finish_reason") == "length");
}

TEST_CASE("an answer whose thoughts ate all tokens has no parts",
          "[gemini][answer]") {
  const std::string content =
      GENERATE("", R"("content":{},)", R"("content":{"role":"model"},)",
               R"("content":{"parts":null},)", R"("content":{"parts":[]},)");
  const auto out = choice(R"({"candidates":[{)" + content
                          + R"("finishReason":"MAX_TOKENS","index":0}]})");
  CHECK(out.at("finish_reason") == "length");
  CHECK(out.at("message").at("content").is_null());
}

TEST_CASE("a blocked prompt is an empty answer and no failure",
          "[gemini][answer]") {
  const std::string reason =
      GENERATE("SAFETY", "OTHER", "BLOCKLIST", "PROHIBITED_CONTENT",
               "IMAGE_SAFETY", "MODEL_ARMOR", "JAILBREAK");
  const auto out = decode(R"({"promptFeedback":{"blockReason":")" + reason
                          + R"("},"usageMetadata":{"promptTokenCount":9}})");
  const auto& only = out.at("choices").at(0);
  CHECK(only.at("finish_reason") == "content_filter");
  CHECK(only.at("message").at("content") == "");
  CHECK(out.at("usage").at("prompt_tokens") == 9);
}

TEST_CASE("a 200 without candidates is no answer", "[gemini][answer]") {
  const std::string body =
      GENERATE("{}", R"({"candidates":[]})", R"({"promptFeedback":{}})",
               R"({"usageMetadata":{"promptTokenCount":1}})", "[]", "7", "",
               "null", "<html></html>", R"({"candidates":[)");
  CAPTURE(body);
  CHECK(class_of(try_decode(body)) == bad_answer);
}

TEST_CASE("an error inside a 200 is what it says it is", "[gemini][answer]") {
  const std::string error =
      R"({"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}})";
  CHECK(class_of(try_decode(error)) == overloaded);
  CHECK(class_of(try_decode("[" + error + "]")) == overloaded);
}

TEST_CASE("thoughts are counted beside the candidates and belong to them",
          "[gemini][answer][usage]") {
  CHECK(usage_of(R"({"promptTokenCount":100,"cachedContentTokenCount":40,
      "candidatesTokenCount":20,"thoughtsTokenCount":70,
      "toolUsePromptTokenCount":5,"totalTokenCount":195})")
        == domain::usage{
            .prompt = 105, .cached = 40, .completion = 90, .reasoning = 70});
}

TEST_CASE("counts that are missing are zero, and none is none",
          "[gemini][answer][usage]") {
  CHECK(usage_of(R"({"promptTokenCount":3})") == domain::usage{.prompt = 3});
  CHECK(usage_of(R"({"thoughtsTokenCount":3})")
        == domain::usage{.completion = 3, .reasoning = 3});
  CHECK_FALSE(usage_of("{}"));
  CHECK_FALSE(usage_of("null"));
  CHECK(usage_of(R"({"promptTokenCount":-3})") == domain::usage{});
}

TEST_CASE("thoughts are reasoning and not content", "[gemini][answer]") {
  const auto out = choice(candidate(
      R"({"text":"hm","thought":true},{"text":"a"},{"text":"b","thought":false},
         {"executableCode":{"code":"1"}},{"inlineData":{"data":"x"}})",
      "STOP"));
  CHECK(out.at("message").at("reasoning_content") == "hm");
  CHECK(out.at("message").at("content") == "ab");
}

TEST_CASE(
    "a malformed call without a word is worth another attempt and no "
    "fault of the provider",
    "[gemini][answer]") {
  CHECK(class_of(try_decode(candidate("", "MALFORMED_FUNCTION_CALL")))
        == try_again);
  CHECK(class_of(
            try_decode(candidate(R"({"text":""})", "MALFORMED_FUNCTION_CALL")))
        == try_again);
  const auto said =
      choice(candidate(R"({"text":"a"})", "MALFORMED_FUNCTION_CALL"));
  CHECK(said.at("finish_reason") == "stop");
}

TEST_CASE("the strict schema's keys are there", "[gemini][answer]") {
  const auto out = choice(candidate(R"({"text":"a"})", "STOP"));
  CHECK(out.at("logprobs").is_null());
  CHECK(out.at("message").at("refusal").is_null());
  CHECK(out.at("message").at("role") == "assistant");
}

TEST_CASE("what Google does not say the context says", "[gemini][answer]") {
  const decode_context context{5, "req-9", "gemini-x", false};
  const auto out = decode(candidate(R"({"text":"a"})", "STOP"), context);
  CHECK(out.at("id") == "chatcmpl-req-9");
  CHECK(out.at("model") == "gemini-x");
  CHECK(out.at("created") == 5);
  CHECK_FALSE(out.contains("usage"));
}

TEST_CASE("candidates stand in the order of their indexes",
          "[gemini][answer]") {
  const auto out = decode(R"({"candidates":[
      {"content":{"parts":[{"text":"b"}]},"finishReason":"STOP","index":1},
      {"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}]})");
  // Without an index, the place counts.
  CHECK(out.at("choices").size() == 2);
  const auto sorted = decode(R"({"candidates":[
      {"content":{"parts":[{"text":"b"}]},"index":1},
      {"content":{"parts":[{"text":"a"}]},"index":0}]})");
  CHECK(sorted.at("choices").at(0).at("message").at("content") == "a");
  CHECK(sorted.at("choices").at(1).at("index") == 1);
}

TEST_CASE("a token without a probability was certain", "[gemini][answer]") {
  const auto out = choice(
      candidate(R"({"text":"a"})", "STOP",
                R"(,"logprobsResult":{"chosenCandidates":[{"token":"a"}]})"));
  CHECK(out.at("logprobs").at("content").at(0).at("logprob") == 0);
  CHECK(out.at("logprobs").at("content").at(0).at("top_logprobs").empty());
}

TEST_CASE("white space and a byte order mark around an answer do not matter",
          "[gemini][answer]") {
  CHECK_NOTHROW(choice("\xEF\xBB\xBF \r\n"
                       + candidate(R"({"text":"a"})", "STOP") + "\n"));
}
