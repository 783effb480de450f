#include "providers/openai/codec.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using nlohmann::json;
using strings = std::vector<std::string>;

namespace {

const std::string off = R"({"type":"disabled"})";
const std::string on = R"({"type":"enabled"})";
const std::string calls = R"("tool_calls":[{"id":"1"}])";

encoded encode(const std::string& members,
               const domain::model_traits& traits = {}) {
  auto out = make_openai_codec(openai_dialect::deepseek)
                 ->encode(R"({"model":"m",)" + members + "}",
                          {"deepseek-chat", 100, traits}, false);
  if (const auto* failed = std::get_if<domain::failure>(&out))
    FAIL(failed->detail);
  return std::get<encoded>(out);
}

json sent(const std::string& members, const domain::model_traits& traits = {}) {
  auto out = json::parse(encode(members, traits).body);
  out.erase("model");
  return out;
}

json message(const std::string& one, const domain::model_traits& traits = {}) {
  return sent(R"("messages":[)" + one + "]", traits).at("messages").at(0);
}

} // namespace

TEST_CASE("DeepSeek has no developer role", "[deepseek][encode]") {
  CHECK(message(R"({"role":"developer","content":"a"})")
        == json::parse(R"({"role":"system","content":"a"})"));
  CHECK(message(R"({"role":"user","content":"a developer"})").at("role")
        == "user");
}

TEST_CASE("DeepSeek knows only the old name of the limit",
          "[deepseek][encode]") {
  CHECK(sent(R"("max_completion_tokens":7)")
        == json::parse(R"({"max_tokens":7})"));
  CHECK(sent(R"("max_completion_tokens":700,"max_tokens":3)")
        == json::parse(R"({"max_tokens":100})"));
  CHECK(sent(R"("max_tokens":101)") == json::parse(R"({"max_tokens":100})"));
}

TEST_CASE("words of effort become DeepSeek's", "[deepseek][encode]") {
  const auto [word, own] = GENERATE(table<std::string, std::string>({
      {"minimal", "low"},
      {"low", "low"},
      {"medium", "high"},
      {"high", "high"},
      {"xhigh", "max"},
      {"max", "max"},
  }));
  CHECK(
      sent(R"("reasoning_effort":")" + word + "\"")
      == json{{"reasoning_effort", own}, {"thinking", {{"type", "enabled"}}}});
}

TEST_CASE("no effort at all turns DeepSeek's thinking off",
          "[deepseek][encode]") {
  const auto out = encode(R"("reasoning_effort":"none")");
  CHECK(json::parse(out.body).at("thinking") == json::parse(off));
  CHECK_FALSE(json::parse(out.body).contains("reasoning_effort"));
  CHECK(out.dropped.empty());
}

TEST_CASE("Anthropic's thinking reaches DeepSeek without its budget",
          "[deepseek][encode]") {
  CHECK(sent(R"("thinking":{"type":"enabled","budget_tokens":5})")
        == json{{"thinking", json::parse(on)}});
  CHECK(sent(R"("thinking":{"type":"adaptive"})")
        == json{{"thinking", json::parse(on)}});
  const auto out =
      encode(R"("thinking":)" + off + R"(,"reasoning_effort":"low")");
  CHECK(json::parse(out.body).at("thinking") == json::parse(off));
  CHECK(out.dropped == strings{"reasoning_effort"});
}

TEST_CASE("reasoning goes back to DeepSeek only with its tool calls",
          "[deepseek][encode]") {
  const std::string said = R"({"role":"assistant","reasoning_content":"r",)";
  CHECK(message(said + calls + "}").contains("reasoning_content"));
  CHECK_FALSE(
      message(said + R"("content":"a"})").contains("reasoning_content"));
  CHECK_FALSE(
      message(said + R"("tool_calls":[]})").contains("reasoning_content"));
}

TEST_CASE("an old reasoner refuses its reasoning back", "[deepseek][encode]") {
  domain::model_traits traits;
  traits.replays_reasoning = false;
  CHECK_FALSE(
      message(R"({"role":"assistant","reasoning_content":"r",)" + calls + "}",
              traits)
          .contains("reasoning_content"));
}

TEST_CASE("tool calls of another provider turn DeepSeek's thinking off",
          "[deepseek][encode]") {
  const std::string foreign =
      R"("messages":[{"role":"assistant",)" + calls + "}]";
  const auto quiet = encode(foreign);
  CHECK(json::parse(quiet.body).at("thinking") == json::parse(off));
  CHECK(quiet.dropped.empty());
  const auto asked = encode(foreign + R"(,"reasoning_effort":"high")");
  CHECK(json::parse(asked.body).at("thinking") == json::parse(off));
  CHECK_FALSE(json::parse(asked.body).contains("reasoning_effort"));
  CHECK(asked.dropped == strings{"reasoning_effort"});
}

TEST_CASE("an empty reasoning is DeepSeek's own", "[deepseek][encode]") {
  CHECK_FALSE(sent(R"("messages":[{"role":"assistant","reasoning_content":"",)"
                   + calls + "}]")
                  .contains("thinking"));
}

TEST_CASE("a model that cannot be told to think is told nothing",
          "[deepseek][encode]") {
  domain::model_traits traits;
  traits.reasoning = domain::reasoning_control::none;
  const auto out =
      encode(R"("thinking":)" + on + R"(,"reasoning_effort":"low",)"
                 + R"("messages":[{"role":"assistant",)" + calls + "}]",
             traits);
  CHECK_FALSE(json::parse(out.body).contains("thinking"));
  CHECK(out.dropped == strings{"reasoning_effort", "thinking"});
}

TEST_CASE("logprobs are refused while DeepSeek thinks", "[deepseek][encode]") {
  const std::string asked = R"("logprobs":true,"top_logprobs":3)";
  CHECK(encode(asked).dropped == strings{"logprobs", "top_logprobs"});
  CHECK(encode(asked + R"(,"thinking":)" + off).dropped.empty());
}

TEST_CASE("DeepSeek knows the caller's user by another name",
          "[deepseek][encode]") {
  CHECK(sent(R"("user":"a")") == json::parse(R"({"user_id":"a"})"));
  CHECK(sent(R"("user":"a","safety_identifier":"b")")
        == json::parse(R"({"user_id":"b"})"));
  CHECK(sent(R"("user":"a","user_id":"c")")
        == json::parse(R"({"user_id":"c"})"));
}

TEST_CASE("what DeepSeek does not have is left out, tuning with a word",
          "[deepseek][encode]") {
  const auto out = encode(
      R"("logit_bias":{},"seed":1,"verbosity":"low","store":true,"n":1,)"
      R"("metadata":{},"service_tier":"auto","parallel_tool_calls":true,)"
      R"("prediction":{},"top_k":1,"modalities":["text"],"x":1)");
  CHECK(json::parse(out.body)
        == json::parse(R"({"model":"deepseek-chat","x":1})"));
  CHECK(out.dropped
        == strings{"logit_bias", "parallel_tool_calls", "prediction", "seed",
                   "service_tier", "top_k", "verbosity"});
}

TEST_CASE("what would change the meaning is never dropped for DeepSeek",
          "[deepseek][encode]") {
  const auto part = [](const std::string& inside) {
    return R"("messages":[{"role":"user","content":[{)" + inside + "}]}]";
  };
  const auto [members, named] = GENERATE_COPY(table<std::string, std::string>({
      {R"("n":2)", "'n'"},
      {R"("response_format":{"type":"json_schema"})", "json_schema"},
      {R"("modalities":["text","audio"])", "audio"},
      {R"("audio":{"voice":"x"})", "audio"},
      {R"("functions":[{}])", "functions"},
      {R"("tools":[{"type":"custom","custom":{}}])", "custom"},
      {part(R"("type":"image_url","image_url":{"url":"https://x/"})"),
       "image_url"},
      {part(R"("type":"input_audio","input_audio":{"data":""})"),
       "input_audio"},
      {part(R"("type":"file","file":{"file_data":""})"), "file"},
  }));
  CAPTURE(members);
  const auto out = make_openai_codec(openai_dialect::deepseek)
                       ->encode(R"({"model":"m",)" + members + "}",
                                {"deepseek-chat", 0, {}}, false);
  REQUIRE(std::holds_alternative<domain::failure>(out));
  const auto& failed = std::get<domain::failure>(out);
  CHECK(failed.what == domain::failure_class::unsupported);
  CHECK(failed.code == "unsupported_parameter");
  CHECK(failed.detail.find(named) != std::string::npos);
}

TEST_CASE("DeepSeek's JSON mode wants the word in the prompt",
          "[deepseek][encode]") {
  const std::string format = R"("response_format":{"type":"json_object"},)";
  const auto silent =
      sent(format + R"("messages":[{"role":"user","content":"hi"}])");
  REQUIRE(silent.at("messages").size() == 2);
  CHECK(silent.at("messages")[0].at("role") == "system");
  CHECK(silent.at("messages")[1].at("content") == "hi");
  const auto said =
      sent(format + R"("messages":[{"role":"user","content":"as Json"}])");
  CHECK(said.at("messages").size() == 1);
}

TEST_CASE("extensions of others do not reach DeepSeek", "[deepseek][encode]") {
  CHECK(message(R"({"role":"assistant","thinking_blocks":[],"tool_calls":)"
                R"([{"id":"1","extra_content":{}}],"cache_control":{}})")
        == json::parse(R"({"role":"assistant","tool_calls":[{"id":"1"}]})"));
  CHECK(message(R"({"role":"tool","content":"a","is_error":true})")
        == json::parse(R"({"role":"tool","content":"a"})"));
}

TEST_CASE("DeepSeek's streams know one option", "[deepseek][encode]") {
  const auto out =
      std::get<encoded>(make_openai_codec(openai_dialect::deepseek)
                            ->encode(R"({"model":"m","stream_options":)"
                                     R"({"include_obfuscation":true}})",
                                     {"u", 0, {}}, true));
  CHECK(json::parse(out.body).at("stream_options")
        == json::parse(R"({"include_usage":true})"));
}
