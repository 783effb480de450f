#include "providers/anthropic/codec.hpp"
#include "providers/heads.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace std::chrono_literals;
using bellwether::providers::test::head_of;
using enum domain::failure_class;
using json = nlohmann::ordered_json;

namespace {

const decode_context context{1'700'000'000, "req1", "asked-for", false};

std::variant<answer, domain::failure> decode(std::string body,
                                             test::header_map headers = {}) {
  return make_anthropic_codec()->decode(head_of(200, std::move(headers)),
                                        std::move(body), context);
}

json message_with(const std::vector<json>& content, const json& more = {}) {
  json out = {{"id", "msg_1"},       {"type", "message"},
              {"role", "assistant"}, {"model", "claude"},
              {"content", content},  {"stop_reason", "end_turn"}};
  if (!more.is_null())
    out.update(more);
  return out;
}

json completion(const json& message) {
  CAPTURE(message.dump());
  const auto read = decode(message.dump());
  REQUIRE(std::holds_alternative<answer>(read));
  return json::parse(std::get<answer>(read).body);
}

std::optional<domain::usage> usage_of(std::string_view usage) {
  const auto read =
      decode(message_with({}, {{"usage", json::parse(usage)}}).dump());
  REQUIRE(std::holds_alternative<answer>(read));
  return std::get<answer>(read).usage;
}

const json text = {{"type", "text"}, {"text", "a"}};
const json tool = {
    {"type", "tool_use"}, {"id", "t1"}, {"name", "f"}, {"input", {{"x", 1}}}};

} // namespace

TEST_CASE("an answer has the strict shape that validators want",
          "[anthropic][answer]") {
  const auto out = completion(message_with({text, text}));
  CHECK(out.at("object") == "chat.completion");
  CHECK(out.at("created") == 1'700'000'000);
  CHECK(out.at("model") == "claude");
  const auto& choice = out.at("choices").at(0);
  CHECK(choice.at("index") == 0);
  CHECK(choice.at("logprobs").is_null());
  CHECK(choice.at("finish_reason") == "stop");
  CHECK(
      choice.at("message")
      == json{{"role", "assistant"}, {"content", "aa"}, {"refusal", nullptr}});
  CHECK_FALSE(out.contains("usage"));
}

TEST_CASE("content is null only beside calls", "[anthropic][answer]") {
  const auto content = [](const std::vector<json>& blocks) {
    return completion(message_with(blocks))
        .at("choices")
        .at(0)
        .at("message")
        .at("content");
  };
  CHECK(content({tool}).is_null());
  CHECK(content({text, tool}) == "a");
  CHECK(content({}) == "");
}

TEST_CASE("unknown blocks are ignored", "[anthropic][answer]") {
  const auto out = completion(
      message_with({{{"type", "server_tool_use"}, {"id", "s"}, {"name", "w"}},
                    {{"type", "web_search_tool_result"}},
                    {{"type", "hologram"}, {"text", "no"}},
                    text}));
  CHECK(out.at("choices").at(0).at("message").at("content") == "a");
  CHECK_FALSE(out.at("choices").at(0).at("message").contains("tool_calls"));
}

TEST_CASE("no stop reason of Anthropic's leaks", "[anthropic][answer]") {
  const auto [given, expected] = GENERATE(table<std::string, std::string>({
      {R"("end_turn")", "stop"},
      {R"("stop_sequence")", "stop"},
      {R"("pause_turn")", "stop"},
      {R"("max_tokens")", "length"},
      {R"("model_context_window_exceeded")", "length"},
      {R"("tool_use")", "tool_calls"},
      {R"("refusal")", "content_filter"},
      {R"("something_new")", "stop"},
      {"null", "stop"},
  }));
  const auto out =
      completion(message_with({text}, {{"stop_reason", json::parse(given)}}));
  CHECK(out.at("choices").at(0).at("finish_reason") == expected);
}

TEST_CASE("calls are handed on with compact arguments", "[anthropic][answer]") {
  auto odd = tool;
  odd["input"] = nullptr;
  odd["id"] = nullptr;
  const auto out =
      completion(message_with({tool, odd}, {{"stop_reason", "tool_use"}}));
  const auto& calls = out.at("choices").at(0).at("message").at("tool_calls");
  CHECK(calls.at(0).dump()
        == R"({"id":"t1","type":"function","function":{"name":"f",)"
           R"("arguments":"{\"x\":1}"}})");
  CHECK(calls.at(1).at("id") == "call_req1_1");
  CHECK(calls.at(1).at("function").at("arguments") == "{}");
}

TEST_CASE("Anthropic's input_tokens leave out the cache, prompt_tokens do not",
          "[anthropic][answer]") {
  const auto used =
      usage_of(R"({"input_tokens":10,"cache_creation_input_tokens":200,)"
               R"("cache_read_input_tokens":3000,"output_tokens":40,)"
               R"("output_tokens_details":{"thinking_tokens":30}})");
  CHECK(used
        == domain::usage{.prompt = 3210,
                         .cached = 3000,
                         .cache_write = 200,
                         .completion = 40,
                         .reasoning = 30});
}

TEST_CASE("the fields of a usage can be null", "[anthropic][answer]") {
  CHECK(usage_of(R"({"input_tokens":10,"cache_creation_input_tokens":null,)"
                 R"("cache_read_input_tokens":null,"output_tokens":2})")
        == domain::usage{.prompt = 10, .completion = 2});
  CHECK_FALSE(usage_of(R"({"input_tokens":null})"));
  CHECK_FALSE(usage_of("null"));
}

TEST_CASE("cache writes are added up where only their parts are named",
          "[anthropic][answer]") {
  const auto used = usage_of(
      R"({"input_tokens":1,"output_tokens":1,"cache_creation":)"
      R"({"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":3}})");
  REQUIRE(used);
  CHECK(used->cache_write == 23);
  CHECK(used->prompt == 24);
}

TEST_CASE("what the answer does not name comes from the call",
          "[anthropic][answer]") {
  const auto out = completion({{"content", json::array({text})}});
  CHECK(out.at("id") == "chatcmpl-req1");
  CHECK(out.at("model") == "asked-for");
}

TEST_CASE("what is no message is a bad answer", "[anthropic][answer]") {
  const std::string body =
      GENERATE("", "null", "[]", "{}", R"({"content":"hi"})", "<html></html>",
               R"({"content":[)", R"({"choices":[]})");
  CAPTURE(body);
  const auto read = decode(body);
  REQUIRE(std::holds_alternative<domain::failure>(read));
  CHECK(std::get<domain::failure>(read).what == bad_answer);
}

TEST_CASE("an error inside a good status is found with its wait",
          "[anthropic][answer]") {
  const auto read = decode(
      R"({"type":"error","error":{"type":"overloaded_error","message":"m"}})",
      {{"retry-after", "7"}});
  REQUIRE(std::holds_alternative<domain::failure>(read));
  CHECK(std::get<domain::failure>(read).what == overloaded);
  CHECK(std::get<domain::failure>(read).retry_after == 7s);
}
