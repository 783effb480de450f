#include "providers/openai/codec.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using nlohmann::json;
using strings = std::vector<std::string>;

namespace {

const target to_gpt{"gpt-4.1", 100, {}};

encoded encode(const std::string& body, const target& to = to_gpt) {
  return std::get<encoded>(
      make_openai_codec(openai_dialect::openai)->encode(body, to, false));
}

json member(const std::string& members, const target& to = to_gpt) {
  auto out = json::parse(encode(R"({"model":"m",)" + members + "}", to).body);
  out.erase("model");
  return out;
}

json messages(const std::string& list) {
  return member(R"("messages":)" + list).at("messages");
}

} // namespace

TEST_CASE("a request that OpenAI knows changes only its model",
          "[openai][encode]") {
  const std::string body =
      R"({ "messages":[ {"role":"tool","content":"a_b"} ] , "n" : 2,)"
      R"("reasoning_effort":"low","temperature":0.3,"new_field":{"a":1.0e0}})";
  CHECK(encode(body).body
        == body.substr(0, body.size() - 1) + R"(,"model":"gpt-4.1"})");
  CHECK(encode(body).dropped.empty());
}

TEST_CASE("reasoning models refuse max_tokens, so its new name is sent",
          "[openai][encode]") {
  const auto [before, after] = GENERATE(table<std::string, std::string>({
      {R"("max_tokens":7)", R"({"max_completion_tokens":7})"},
      {R"("max_tokens":700)", R"({"max_completion_tokens":100})"},
      {R"("max_tokens":7,"max_completion_tokens":8)",
       R"({"max_completion_tokens":8})"},
      {R"("max_tokens":7,"max_completion_tokens":null)",
       R"({"max_completion_tokens":7})"},
      {R"("max_tokens":7,"max_completion_tokens":800)",
       R"({"max_completion_tokens":100})"},
      {R"("max_completion_tokens":800)", R"({"max_completion_tokens":100})"},
      {R"("max_tokens":null)", "{}"},
      {R"("max_tokens":7,"max_\u0074okens":9)",
       R"({"max_completion_tokens":9})"},
  }));
  CAPTURE(before);
  CHECK(member(before) == json::parse(after));
}

TEST_CASE("extensions of messages do not reach OpenAI", "[openai][encode]") {
  const auto [before, after] = GENERATE(table<std::string, std::string>({
      {R"({"role":"assistant","reasoning_content":"r","content":"a"})",
       R"({"role":"assistant","content":"a"})"},
      {R"({"role":"assistant","thinking_blocks":[{}],"content":"a"})",
       R"({"role":"assistant","content":"a"})"},
      {R"({"role":"assistant","tool_calls":[{"id":"1","extra_content":{}}]})",
       R"({"role":"assistant","tool_calls":[{"id":"1"}]})"},
      {R"({"role":"user","content":[{"type":"text","text":"a",)"
       R"("cache_control":{}}],"cache_control":{}})",
       R"({"role":"user","content":[{"type":"text","text":"a"}]})"},
      {R"({"role":"tool","is_error":true,"content":"a"})",
       R"({"role":"tool","content":"a"})"},
  }));
  CHECK(messages("[" + before + "]")[0] == json::parse(after));
}

TEST_CASE("text about extensions stays", "[openai][encode]") {
  const std::string list =
      R"([{"role":"user","content":"cache_control and is_error"}])";
  CHECK(messages(list) == json::parse(list));
}

TEST_CASE("cache_control of tools does not reach OpenAI", "[openai][encode]") {
  CHECK(member(R"("tools":[{"type":"function","cache_control":{}}])")
        == json::parse(R"({"tools":[{"type":"function"}]})"));
}

TEST_CASE("what only others have is left out and told", "[openai][encode]") {
  const auto out =
      encode(R"({"model":"m","top_k":4,"thinking":{"type":"enabled"}})");
  CHECK(out.body == R"({"model":"gpt-4.1"})");
  CHECK(out.dropped == strings{"top_k", "thinking"});
  CHECK(encode(R"({"model":"m","top_k":null})").dropped.empty());
}

TEST_CASE("images of tool results follow in a user's message",
          "[openai][encode]") {
  const std::string image =
      R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}})";
  const auto out = messages(
      R"([{"role":"tool","tool_call_id":"a","content":[)" + image
      + R"(]},{"role":"tool","tool_call_id":"b","content":[{"type":"text",)"
        R"("text":"t"},)"
      + image + R"(]},{"role":"tool","tool_call_id":"c","content":"s"},)"
      + R"({"role":"user","content":"u"}])");
  REQUIRE(out.size() == 5);
  CHECK(out[0].at("content").is_string());
  CHECK(out[1].at("content") == json::parse(R"([{"type":"text","text":"t"}])"));
  CHECK(out[2].at("content") == "s");
  CHECK(out[3].at("role") == "user");
  const auto& parts = out[3].at("content");
  REQUIRE(parts.size() == 4);
  CHECK(parts[0].at("text").get<std::string>().find(" a:")
        != std::string::npos);
  CHECK(parts[1] == json::parse(image));
  CHECK(parts[3] == json::parse(image));
  CHECK(out[4].at("content") == "u");
}

TEST_CASE("images of the last tool result follow at the end",
          "[openai][encode]") {
  const auto out =
      messages(R"([{"role":"tool","tool_call_id":"a","content":[)"
               R"({"type":"image_url","image_url":{"url":"https://x/"}}]}])");
  REQUIRE(out.size() == 2);
  CHECK(out[1].at("role") == "user");
}

TEST_CASE("reasoning models take no sampling but their own",
          "[openai][encode]") {
  const auto [model, dropped] = GENERATE(table<std::string, strings>({
      {"gpt-4.1", {}},
      {"gpt-4o", {}},
      {"o1", {"temperature", "top_p"}},
      {"o3-mini", {"temperature", "top_p"}},
      {"o4-mini", {"temperature", "top_p"}},
      {"gpt-5", {"temperature", "top_p"}},
      {"openai/gpt-5-mini", {"temperature", "top_p"}},
      {"gpt-5-chat-latest", {}},
  }));
  const std::string body = R"({"model":"m","temperature":0.5,"top_p":0.9})";
  CHECK(encode(body, {model, 0, {}}).dropped == dropped);
}

TEST_CASE("sampling that changes nothing stays", "[openai][encode]") {
  const auto out =
      encode(R"({"model":"m","temperature":1,"top_p":1.0})", {"o3", 0, {}});
  CHECK(out.dropped.empty());
  CHECK(json::parse(out.body).at("temperature") == 1);
}

TEST_CASE("a model's traits decide before its name", "[openai][encode]") {
  target no_sampling{"gpt-4.1", 0, {}};
  no_sampling.traits.sampling = false;
  target sampling{"o3", 0, {}};
  sampling.traits.sampling = true;
  const std::string body = R"({"model":"m","temperature":1})";
  CHECK(encode(body, no_sampling).dropped == strings{"temperature"});
  CHECK(encode(body, sampling).dropped.empty());
}

TEST_CASE("a model that cannot be told how much to think is not told",
          "[openai][encode]") {
  target to{"gpt-4.1", 0, {}};
  const std::string body = R"({"model":"m","reasoning_effort":"low"})";
  CHECK(encode(body, to).dropped.empty());
  to.traits.reasoning = domain::reasoning_control::none;
  CHECK(encode(body, to).dropped == strings{"reasoning_effort"});
  CHECK(encode(body, to).body == R"({"model":"gpt-4.1"})");
}

TEST_CASE("compatible servers get everything as it came but our own words",
          "[openai][encode]") {
  const std::string body =
      R"({"messages":[{"role":"assistant","reasoning_content":"r","content":)"
      R"([{"type":"text","text":"a","cache_control":{}}]}],"thinking":{},)"
      R"("top_k":4,"max_tokens":7,"temperature":2,"model":"u"})";
  const auto codec = make_openai_codec(openai_dialect::compatible);
  const auto same = std::get<encoded>(codec->encode(body, {"u", 0, {}}, false));
  CHECK(same.body == body);
  CHECK(same.dropped.empty());
  const auto mended = std::get<encoded>(codec->encode(
      R"({"model":"m","messages":[{"role":"tool","is_error":true},)"
      R"({"role":"assistant","thinking_blocks":[]}]})",
      {"u", 0, {}}, false));
  CHECK(
      mended.body
      == R"({"model":"u","messages":[{"role":"tool"},{"role":"assistant"}]})");
}

TEST_CASE("a compatible server's traits are followed", "[openai][encode]") {
  target to{"u", 0, {}};
  to.traits = {domain::reasoning_control::none, false, false};
  const auto out = std::get<encoded>(make_openai_codec()->encode(
      R"({"model":"m","top_p":1,"reasoning_effort":"low",)"
      R"("messages":[{"role":"assistant","reasoning_content":"r"}]})",
      to, false));
  CHECK(out.body == R"({"model":"u","messages":[{"role":"assistant"}]})");
  CHECK(out.dropped == strings{"top_p", "reasoning_effort"});
}
