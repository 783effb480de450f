#include "surfaces/messages/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;

namespace {

json answer_to(const json& request, const json& message,
               const json& finish = "stop",
               const json& usage = json::object()) {
  const json choice = {
      {"index", 0}, {"message", message}, {"finish_reason", finish}};
  const json completion = {
      {"model", "m"}, {"choices", {choice}}, {"usage", usage}};
  return json::parse(accept(request)->answer(completion.dump()));
}

json answer_of(const json& message, const json& finish = "stop") {
  return answer_to(request_with(), message, finish);
}

json call(const std::string& arguments, const std::string& id = "c") {
  return {{"id", id},
          {"type", "function"},
          {"function", {{"name", "f"}, {"arguments", arguments}}}};
}

} // namespace

TEST_CASE("finish reasons become stop reasons", "[messages][answer]") {
  const auto [finish, wanted] = GENERATE(table<json, std::string>({
      {"stop", "end_turn"},
      {"length", "max_tokens"},
      {"tool_calls", "tool_use"},
      {"function_call", "tool_use"},
      {"content_filter", "refusal"},
      {nullptr, "end_turn"},
      {"eos", "end_turn"},
  }));
  const auto answer = answer_of({{"content", "x"}}, finish);
  CHECK(answer.at("stop_reason") == wanted);
  CHECK(answer.at("stop_sequence").is_null());
}

TEST_CASE("calls that end with stop are still to be run",
          "[messages][answer]") {
  CHECK(answer_of({{"tool_calls", {call("{}")}}}).at("stop_reason")
        == "tool_use");
}

TEST_CASE("arguments that are no object become an empty one",
          "[messages][answer]") {
  const std::string arguments =
      GENERATE("", "null", "[1]", "\"x\"", "{\"a\":", "{} {}", "{a:1}");
  const auto content =
      answer_of({{"tool_calls", {call(arguments)}}}).at("content");
  CHECK(content.at(0).at("input") == json::object());
}

TEST_CASE("arguments of any depth cannot exhaust the stack",
          "[messages][answer]") {
  std::string deep = "{\"a\":" + std::string(1000000, '[');
  deep += std::string(1000000, ']') + "}";
  const auto request = accept(request_with());
  const json completion = {
      {"choices", {{{"message", {{"tool_calls", {call(deep)}}}}}}}};
  CHECK(request->answer(completion.dump()).find(deep) != std::string::npos);
}

TEST_CASE("a call without an id gets one of its own", "[messages][answer]") {
  const auto content =
      answer_of({{"tool_calls", {call("{}", ""), call("{}", "")}}})
          .at("content");
  CHECK(content.at(0).at("id") == "toolu_0_req-1");
  CHECK(content.at(1).at("id") == "toolu_1_req-1");
}

TEST_CASE("input tokens leave out what the cache read and wrote",
          "[messages][answer]") {
  const json usage = {{"prompt_tokens", 100},
                      {"completion_tokens", 9},
                      {"prompt_tokens_details",
                       {{"cached_tokens", 60}, {"cache_write_tokens", 30}}}};
  const auto answer =
      answer_to(request_with(), {{"content", "x"}}, "stop", usage);
  CHECK(answer.at("usage")
        == json({{"input_tokens", 10},
                 {"cache_creation_input_tokens", 30},
                 {"cache_read_input_tokens", 60},
                 {"output_tokens", 9}}));
}

TEST_CASE("plain reasoning is shown to those who asked for thinking",
          "[messages][answer]") {
  const std::string member = GENERATE("reasoning_content", "reasoning");
  const json message = {{"content", "x"}, {member, "hm"}};
  CHECK(answer_of(message).at("content").size() == 1);
  const auto asked = request_with({{"thinking", {{"type", "adaptive"}}}});
  CHECK(answer_to(asked, message).at("content").at(0)
        == json({{"type", "thinking"}, {"thinking", "hm"}, {"signature", ""}}));
  const auto omitted = request_with(
      {{"thinking", {{"type", "adaptive"}, {"display", "omitted"}}}});
  CHECK(answer_to(omitted, message).at("content").size() == 1);
}

TEST_CASE("signed thinking reaches the caller unasked", "[messages][answer]") {
  const json block = {
      {"type", "thinking"}, {"thinking", "hm"}, {"signature", "s"}};
  const auto content = answer_of({{"content", "x"},
                                  {"reasoning_content", "hm"},
                                  {"thinking_blocks", {block}}})
                           .at("content");
  CHECK(content.size() == 2);
  CHECK(content.at(0) == block);
}

TEST_CASE("a refusal is text", "[messages][answer]") {
  const auto answer =
      answer_of({{"content", nullptr}, {"refusal", "No."}}, "content_filter");
  CHECK(answer.at("content") == json({{{"type", "text"}, {"text", "No."}}}));
}

TEST_CASE("an answer without anything has no blocks", "[messages][answer]") {
  CHECK(answer_of({{"content", ""}}).at("content").empty());
  const auto call = accept(request_with());
  CHECK(json::parse(call->answer("{}")).at("model") == "smart");
}

TEST_CASE("of several choices the first is the answer", "[messages][answer]") {
  const auto request = accept(request_with());
  const auto answer = json::parse(
      request->answer(R"({"choices":[{"index":1,"message":{"content":"b"}},)"
                      R"({"index":0,"message":{"content":"a"}}]})"));
  CHECK(answer.at("content").at(0).at("text") == "a");
}

TEST_CASE("a message's id is made of the call's", "[messages][answer]") {
  auto opened =
      bellwether::surfaces::messages().open(request_with().dump(), {"a b/c.7"});
  const auto call = std::get<std::unique_ptr<bellwether::surfaces::inbound>>(
      std::move(opened));
  CHECK(json::parse(call->answer("{}")).at("id") == "msg_abc7");
}

TEST_CASE("a thought signature travels beside its call", "[messages][answer]") {
  auto signed_call = call("{}");
  signed_call["extra_content"] = {{"google", {{"thought_signature", "s"}}}};
  const auto content = answer_of({{"tool_calls", {signed_call}}}).at("content");
  CHECK(content.at(0).at("extra_content") == signed_call["extra_content"]);
}
