#include "http/gateway/prompt_form.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bellwether::http {

using nlohmann::json;

namespace {

json chat_of(const json& form) {
  const auto got = chat_from_prompt(form.dump());
  REQUIRE(std::holds_alternative<std::string>(got));
  return json::parse(std::get<std::string>(got));
}

providers::request_problem problem_of(std::string_view text) {
  const auto got = chat_from_prompt(text);
  REQUIRE(std::holds_alternative<providers::request_problem>(got));
  return std::get<providers::request_problem>(got);
}

json answer_to(std::string_view completion, const call_summary& summary) {
  return json::parse(prompt_answer(completion, summary, "req_1",
                                   std::chrono::steady_clock::now()));
}

} // namespace

TEST_CASE("a prompt becomes a chat with the tutorial's defaults",
          "[http][prompt]") {
  const auto chat = chat_of({{"prompt", "Hello"}});
  CHECK(chat
        == json{{"model", "auto"},
                {"messages",
                 json::array({{{"role", "user"}, {"content", "Hello"}}})},
                {"temperature", 0.7},
                {"max_tokens", 4000}});
}

TEST_CASE("a null field of the plain form is an absent one", "[http][prompt]") {
  CHECK(chat_of({{"prompt", "Hello"},
                 {"system_prompt", nullptr},
                 {"model", nullptr},
                 {"temperature", nullptr},
                 {"max_response_tokens", nullptr}})
        == chat_of({{"prompt", "Hello"}}));
}

TEST_CASE("a system prompt comes first", "[http][prompt]") {
  const auto chat = chat_of({{"prompt", "Hi"}, {"system_prompt", "Be kind."}});
  CHECK(chat["messages"][0]
        == json{{"role", "system"}, {"content", "Be kind."}});
  CHECK(chat["messages"][1] == json{{"role", "user"}, {"content", "Hi"}});
}

TEST_CASE("a form that is no object is told with an example",
          "[http][prompt]") {
  const auto* text = GENERATE("", "[]", "null", "{", "\"Hello\"");
  const auto wrong = problem_of(text);
  CHECK(wrong.code == "invalid_json");
  CHECK_THAT(wrong.message, Catch::Contains("{\"prompt\": \"Hello\"}"));
}

TEST_CASE("a wrong field of a form is named", "[http][prompt]") {
  CHECK(problem_of(R"({})").param == "prompt");
  CHECK(problem_of(R"({"prompt":""})").param == "prompt");
  CHECK(problem_of(R"({"prompt":"x","model":{}})").param == "model");
  CHECK(problem_of(R"({"prompt":"x","max_response_tokens":-1})").param
        == "max_response_tokens");
  CHECK(problem_of(R"({"prompt":"x","stream":true})").param == "stream");
}

TEST_CASE("a completion becomes the plain answer", "[http][prompt]") {
  call_summary summary;
  summary.provider = "openai";
  summary.attempts = 2;
  summary.call.model = "gpt-4.1";
  summary.call.cost = domain::money::usd(0.25);
  const auto got =
      answer_to(R"({"choices":[{"message":{"content":"Yes."}}]})", summary);
  CHECK(got["content"] == "Yes.");
  CHECK(got["provider"] == "openai");
  CHECK(got["model"] == "gpt-4.1");
  CHECK(got["attempts"] == 2);
  CHECK(got["estimated_cost_usd"] == 0.25);
  CHECK(got["request_id"] == "req_1");
  CHECK(got["latency_ms"] >= 0);
  CHECK(got["success"] == true);
}

TEST_CASE("an answer without text or price is still an answer",
          "[http][prompt]") {
  const auto* completion =
      GENERATE(R"({"choices":[{"message":{"content":null}}]})",
               R"({"choices":[]})", R"({})");
  CAPTURE(completion);
  const auto got = answer_to(completion, {});
  CHECK(got["content"] == "");
  CHECK(got["estimated_cost_usd"] == nullptr);
}

TEST_CASE("a refusal of the plain form says that it is none",
          "[http][prompt]") {
  const auto got = refused_prompt(error_reply(400, {.message = "no"}));
  CHECK(json::parse(got.body)["success"] == false);
  CHECK(json::parse(got.body)["error"]["message"] == "no");
}

} // namespace bellwether::http
