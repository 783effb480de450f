#include "surfaces/responses/support.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::surfaces::test;

namespace {

json answer(const std::string& choice, const std::string& more = "") {
  const auto call = open({{"model", "asked"}, {"input", "hello"}});
  return json::parse(call->answer(R"({"model":"got","choices":[)" + choice + "]"
                                  + more + "}"));
}

} // namespace

TEST_CASE("why an answer is incomplete is said", "[responses][answer]") {
  const auto [finish, reason] = GENERATE(table<std::string, std::string>(
      {{"length", "max_output_tokens"}, {"content_filter", "content_filter"}}));
  const auto response = answer(R"({"message":{"content":"a"},"finish_reason":")"
                               + finish + "\"}");
  CHECK(response["status"] == "incomplete");
  CHECK(response["incomplete_details"] == json{{"reason", reason}});
  CHECK(response["output"][0]["status"] == "incomplete");
}

TEST_CASE("an answer that stopped is complete", "[responses][answer]") {
  const std::string finish =
      GENERATE(R"("stop")", R"("tool_calls")", R"("eos")", "null");
  const auto response =
      answer(R"({"message":{"content":"a"},"finish_reason":)" + finish + "}");
  CHECK(response["status"] == "completed");
  CHECK(response["incomplete_details"] == nullptr);
  CHECK(response["output"][0]["status"] == "completed");
}

TEST_CASE("an answer that says nothing holds an empty message",
          "[responses][answer]") {
  const auto response =
      answer(R"({"message":{"content":null},"finish_reason":"stop"})");
  CHECK(response["output"]
        == json::parse(R"([{"id":"msg_call-1_0","type":"message",
      "status":"completed","role":"assistant","content":[{"type":"output_text",
      "text":"","annotations":[],"logprobs":[]}]}])"));
}

TEST_CASE("usage is counted in the API's own terms", "[responses][answer]") {
  const std::string choice = R"({"message":{"content":"a"}})";
  CHECK(answer(choice, R"(,"usage":{"prompt_tokens":20,"completion_tokens":9,
      "total_tokens":29,"prompt_tokens_details":{"cached_tokens":4},
      "completion_tokens_details":{"reasoning_tokens":3}})")["usage"]
        == json::parse(R"({"input_tokens":20,
      "input_tokens_details":{"cached_tokens":4,"cache_write_tokens":0},
      "output_tokens":9,"output_tokens_details":{"reasoning_tokens":3},
      "total_tokens":29})"));
  CHECK(answer(choice)["usage"] == nullptr);
}

TEST_CASE("logprobs go with their text", "[responses][answer]") {
  const auto response = answer(R"({"message":{"content":"a"},"logprobs":
      {"content":[{"token":"a","logprob":-0.5,"bytes":[97],
                   "top_logprobs":[]}],"refusal":null}})");
  CHECK(response["output"][0]["content"][0]["logprobs"]
        == json::parse(R"([{"token":"a","logprob":-0.5,"bytes":[97],
                            "top_logprobs":[]}])"));
}

TEST_CASE("model and tier are those that answered", "[responses][answer]") {
  const auto response =
      answer(R"({"message":{"content":"a"}})", R"(,"service_tier":"flex")");
  CHECK(response["model"] == "got");
  CHECK(response["service_tier"] == "flex");
}

TEST_CASE("what the caller asked for is repeated", "[responses][answer]") {
  const auto request = json::parse(R"({"model":"m","input":"x",
      "instructions":"i","max_output_tokens":5,"temperature":0.5,"top_p":1,
      "parallel_tool_calls":false,"tool_choice":"required","user":"u",
      "tools":[{"type":"function","name":"f","strict":true}],
      "reasoning":{"effort":"low"},"metadata":{"a":"b"},
      "text":{"verbosity":"low"},"safety_identifier":"s"})");
  const auto response = json::parse(open(request)->answer("{}"));
  for (const auto* name : {"instructions", "max_output_tokens", "temperature",
                           "top_p", "parallel_tool_calls", "tool_choice",
                           "user", "tools", "metadata", "safety_identifier"}) {
    INFO(name);
    CHECK(response[name] == request[name]);
  }
  CHECK(response["reasoning"]
        == json::parse(R"({"effort":"low","summary":null})"));
  CHECK(response["text"]
        == json::parse(R"({"verbosity":"low","format":{"type":"text"}})"));
  CHECK(response["store"] == false);
}

TEST_CASE("a call without an id is given one", "[responses][answer]") {
  const auto response = answer(R"({"message":{"tool_calls":[
      {"function":{"name":"f","arguments":""}}]}})");
  const std::string id = response["output"][0]["call_id"];
  CHECK(id.size() > 5);
  CHECK(id.size() <= 40);
}

TEST_CASE("errors stay as OpenAI words them", "[responses][answer]") {
  const std::string body = R"({"error":{"message":"m"}})";
  CHECK(surfaces::responses().error(400, body) == body);
}

TEST_CASE("ids are made of what is plain in the call's",
          "[responses][answer]") {
  auto opened = surfaces::responses().open(
      R"({"model":"m","input":"x"})",
      {"a\"b c/" + std::string(100, 'z'), 1'700'000'000});
  const auto response = json::parse(
      std::get<std::unique_ptr<surfaces::inbound>>(opened)->answer("{}"));
  CHECK(response["id"] == "resp_abc" + std::string(45, 'z'));
}
