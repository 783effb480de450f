#include "providers/conversation.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using enum domain::failure_class;
using speaker = turn::speaker;
using part = content_part::kind;

namespace {

conversation read(std::string_view members) {
  auto out = read_conversation(R"({"model":"m",)" + std::string(members) + "}");
  if (const auto* failed = std::get_if<domain::failure>(&out))
    FAIL(failed->detail);
  return std::get<conversation>(std::move(out));
}

domain::failure refused(std::string_view members) {
  CAPTURE(members);
  auto out = read_conversation(R"({"model":"m",)" + std::string(members) + "}");
  REQUIRE(std::holds_alternative<domain::failure>(out));
  return std::get<domain::failure>(std::move(out));
}

std::string messages(std::string_view text) {
  return R"("messages":[)" + std::string(text) + "]";
}

std::string user_part(std::string_view text) {
  return messages(R"({"role":"user","content":[)" + std::string(text) + "]}");
}

const std::string calls_a =
    R"({"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function",)"
    R"("function":{"name":"f","arguments":"{\"x\":1}"}}]})";

} // namespace

TEST_CASE("every role has its speaker", "[conversation]") {
  const auto out = read(messages(
      R"({"role":"system","content":"s"},{"role":"developer","content":"d"},)"
      R"({"role":"user","content":[{"type":"text","text":"u"}]},)"
      + calls_a + R"(,{"role":"tool","tool_call_id":"a","content":"r"})"));
  REQUIRE(out.turns.size() == 5);
  CHECK(out.turns[0].role == speaker::instructions);
  CHECK(out.turns[1].role == speaker::instructions);
  CHECK(out.turns[2].role == speaker::user);
  CHECK(out.turns[2].content.at(0).text == "u");
  CHECK(out.turns[3].calls.at(0).arguments == R"({"x":1})");
  CHECK(out.turns[4].role == speaker::tool);
  CHECK(out.turns[4].call_id == "a");
  CHECK(out.turns[4].tool_name == "f");
  CHECK_FALSE(out.turns[4].is_error);
}

TEST_CASE("arguments that are no JSON object become an empty one",
          "[conversation]") {
  const std::string arguments =
      GENERATE(R"("")", R"("{\"x\":")", R"("[1]")", R"("null")", "null");
  const auto out = read(messages(
      R"({"role":"assistant","tool_calls":[{"id":"a","type":"function",)"
      R"("function":{"name":"f","arguments":)"
      + arguments + "}}]}"));
  CHECK(out.turns.at(0).calls.at(0).arguments == "{}");
}

TEST_CASE("arguments with numbers of any size are kept", "[conversation]") {
  const auto out = read(messages(
      R"({"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f",)"
      R"("arguments":"{\"x\":123456789012345678901234567890}"}}]})"));
  CHECK(out.turns.at(0).calls.at(0).arguments
        == R"({"x":123456789012345678901234567890})");
}

TEST_CASE("data URLs are split, others stay whole", "[conversation]") {
  const auto [url, mime, data, what] =
      GENERATE(table<std::string, std::string, std::string, part>({
          {"data:image/png;base64,iVBO", "image/png", "iVBO", part::image},
          {"data:image/png;name=a;base64,iVBO=", "image/png",
           "iVBO=", part::image},
          {"DATA:IMAGE/JPEG;BASE64,aa==", "image/jpeg", "aa==", part::image},
          {"data:application/pdf;base64,JVBE", "application/pdf", "JVBE",
           part::document},
          {"https://a/b.png", "", "", part::image},
      }));
  const auto out = read(
      user_part(R"({"type":"image_url","image_url":{"url":")" + url + "\"}}"));
  const auto& found = out.turns.at(0).content.at(0);
  CHECK(found.what == what);
  CHECK(found.mime_type == mime);
  CHECK(found.data == data);
  CHECK(found.url == (data.empty() ? url : ""));
}

TEST_CASE("files and audio carry their media type", "[conversation]") {
  const auto out = read(user_part(
      R"({"type":"file","file":{"filename":"a.pdf",)"
      R"("file_data":"data:application/pdf;base64,JVBE"}},)"
      R"({"type":"input_audio","input_audio":{"data":"AAAA","format":"mp3"}})"));
  const auto& content = out.turns.at(0).content;
  CHECK(content.at(0).what == part::document);
  CHECK(content.at(0).file_name == "a.pdf");
  CHECK(content.at(0).mime_type == "application/pdf");
  CHECK(content.at(1).what == part::audio);
  CHECK(content.at(1).mime_type == "audio/mp3");
  CHECK(content.at(1).data == "AAAA");
}

TEST_CASE("an assistant's refusal is text of it", "[conversation]") {
  const auto out = read(messages(
      R"({"role":"assistant","content":null,"refusal":"no"},)"
      R"({"role":"assistant","content":[{"type":"refusal","refusal":"never"}]})"));
  CHECK(out.turns.at(0).content.at(0).text == "no");
  CHECK(out.turns.at(1).content.at(0).text == "never");
}

TEST_CASE("what other providers signed is kept", "[conversation]") {
  const auto out = read(messages(
      R"({"role":"assistant","content":"a","reasoning_content":"r",)"
      R"("thinking_blocks":[{"type":"thinking","thinking":"t","signature":"s"}],)"
      R"("tool_calls":[{"id":"a","type":"function","function":{"name":"f"},)"
      R"("extra_content":{"google":{"thought_signature":"g"}}}]})"));
  const auto& said = out.turns.at(0);
  CHECK(said.reasoning == "r");
  CHECK(said.thinking_blocks
        == R"([{"type":"thinking","thinking":"t","signature":"s"}])");
  CHECK(said.calls.at(0).thought_signature == "g");
}

TEST_CASE("cache marks are kept on parts, messages and tools",
          "[conversation]") {
  const auto out = read(
      messages(
          R"({"role":"system","content":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]},)"
          R"({"role":"user","content":"u","cache_control":{"type":"ephemeral","ttl":"1h"}})")
      + R"(,"tools":[{"type":"function","cache_control":{"type":"ephemeral"},"function":{"name":"f"}}])");
  CHECK(out.turns.at(0).content.at(0).cache_control
        == R"({"type":"ephemeral"})");
  CHECK(out.turns.at(1).content.at(0).cache_control
        == R"({"type":"ephemeral","ttl":"1h"})");
  CHECK(out.tools.at(0).cache_control == R"({"type":"ephemeral"})");
}

TEST_CASE("the deprecated functions are tools", "[conversation]") {
  const auto out = read(
      messages(
          R"({"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},)"
          R"({"role":"function","name":"f","content":"r"})")
      + R"(,"functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"})");
  CHECK(out.turns.at(0).calls.at(0).id == "function_call_0");
  CHECK(out.turns.at(1).call_id == "function_call_0");
  CHECK(out.turns.at(1).tool_name == "f");
  CHECK(out.tools.at(0).parameters == R"({"type":"object"})");
  CHECK(out.tool_choice.what == tool_choice::kind::named);
  CHECK(out.tool_choice.name == "f");
}

TEST_CASE("a result belongs to the latest call with its id", "[conversation]") {
  const auto call = [](std::string_view name) {
    return R"({"role":"assistant","tool_calls":[{"id":"a","function":{"name":")"
           + std::string(name) + "\"}}]}";
  };
  const std::string result =
      R"({"role":"tool","tool_call_id":"a","content":"r","is_error":true})";
  const auto out =
      read(messages(call("f") + "," + result + "," + call("g") + "," + result));
  CHECK(out.turns.at(1).tool_name == "f");
  CHECK(out.turns.at(3).tool_name == "g");
  CHECK(out.turns.at(3).is_error);
}

TEST_CASE("a schema keeps the order of its members", "[conversation]") {
  const auto out = read(
      messages(R"({"role":"user","content":"u"})")
      + R"(,"tools":[{"type":"function","function":{"name":"f","strict":true,)"
        R"("parameters":{"type":"object","properties":{"z":{},"a":{}}}}}],)"
        R"("response_format":{"type":"json_schema","json_schema":{"name":"n",)"
        R"("schema":{"z":1,"b":0.5,"a":2}}})");
  CHECK(out.tools.at(0).parameters
        == R"({"type":"object","properties":{"z":{},"a":{}}})");
  CHECK(out.tools.at(0).strict == true);
  CHECK(out.format.what == answer_format::kind::json_schema);
  CHECK(out.format.name == "n");
  CHECK(out.format.schema == R"({"z":1,"b":0.5,"a":2})");
}

TEST_CASE("parameters are read whatever their order", "[conversation]") {
  const auto out = read(
      R"("safety_identifier":"sid","user":"u","max_completion_tokens":5,)"
      R"("max_tokens":9,"stop":["a","b"],"temperature":1,"top_p":0.5,"n":2,)"
      R"("tool_choice":"required","parallel_tool_calls":false,"seed":null,)"
      R"("reasoning_effort":"high","thinking":{"type":"disabled"},)"
      R"("logit_bias":{},"metadata":{"a":"b"},"prediction":{},"stream":true,)"
      R"("stream_options":{},"modalities":["text"],"store":null,)"
      + messages(R"({"role":"user","content":"u"})"));
  CHECK(out.user == "sid");
  CHECK(out.max_tokens == 5);
  CHECK(out.stop == std::vector<std::string>{"a", "b"});
  CHECK(out.temperature == 1.0);
  CHECK(out.top_p == 0.5);
  CHECK(out.choices == 2);
  CHECK(out.tool_choice.what == tool_choice::kind::required);
  CHECK(out.parallel_tool_calls == false);
  CHECK_FALSE(out.seed);
  CHECK(out.reasoning_effort == "high");
  CHECK(out.thinking == R"({"type":"disabled"})");
  CHECK(out.other
        == std::vector<std::string>{"logit_bias", "metadata", "prediction"});
}

TEST_CASE("a caller's mistake names its field and the remedy",
          "[conversation]") {
  const auto [members, field] = GENERATE_COPY(table<std::string, std::string>({
      {messages(R"({"role":"boss","content":"a"})"), "messages[0].role"},
      {messages(R"({"role":"user"})"), "messages[0].content"},
      {user_part(R"({"type":"text"})"), "messages[0].content[0].text"},
      {user_part(R"({"text":"a"})"), "messages[0].content[0].type"},
      {user_part(R"({"type":"image_url"})"),
       "messages[0].content[0].image_url.url"},
      {user_part(
           R"({"type":"image_url","image_url":{"url":"data:image/png,abc"}})"),
       "messages[0].content[0].image_url.url"},
      {user_part(
           R"({"type":"image_url","image_url":{"url":"data:image/png;base64,a b"}})"),
       "messages[0].content[0].image_url.url"},
      {user_part(R"({"type":"file","file":{"file_data":"abc"}})"),
       "messages[0].content[0].file.file_data"},
      {user_part(
           R"({"type":"input_audio","input_audio":{"data":"AA","format":"ogg"}})"),
       "messages[0].content[0].input_audio.format"},
      {messages(
           R"({"role":"system","content":[{"type":"image_url","image_url":"https://a"}]})"),
       "messages[0].content[0]"},
      {messages(calls_a
                + R"(,{"role":"tool","tool_call_id":"b","content":"r"})"),
       "messages[1].tool_call_id"},
      {messages(R"({"role":"tool","tool_call_id":"a","content":"r"},)"
                + calls_a),
       "messages[0].tool_call_id"},
      {messages(R"({"role":"assistant","tool_calls":[{"id":"a"}]})"),
       "messages[0].tool_calls[0].function"},
      {messages("") + R"(,"temperature":"hot")", "temperature"},
      {messages("") + R"(,"max_tokens":1.5)", "max_tokens"},
      {messages("") + R"(,"logprobs":1)", "logprobs"},
      {messages("") + R"(,"stop":[1])", "stop[0]"},
      {messages("") + R"(,"reasoning_effort":"lots")", "reasoning_effort"},
      {messages("") + R"(,"tools":[{"type":"function","function":{}}])",
       "tools[0].function.name"},
      {messages("") + R"(,"tool_choice":"some")", "tool_choice"},
      {messages("") + R"(,"response_format":{"type":"json_schema"})",
       "response_format.json_schema"},
  }));
  const auto found = refused(members);
  CHECK(found.what == bad_request);
  CHECK(found.code == "invalid_value");
  CHECK_THAT(found.detail, Catch::Contains("'" + field + "'"));
  CHECK(found.detail.back() == '.');
}

TEST_CASE("what only OpenAI has is unsupported", "[conversation]") {
  const auto [members, field] = GENERATE_COPY(table<std::string, std::string>({
      {user_part(R"({"type":"file","file":{"file_id":"file-1"}})"),
       "messages[0].content[0].file.file_id"},
      {user_part(R"({"type":"hologram"})"), "messages[0].content[0].type"},
      {messages(R"({"role":"assistant","audio":{"id":"1"}})"),
       "messages[0].audio"},
      {messages("") + R"(,"tools":[{"type":"custom","custom":{"name":"c"}}])",
       "tools[0].type"},
      {messages("") + R"(,"tool_choice":{"type":"custom","custom":{}})",
       "tool_choice.type"},
      {messages("") + R"(,"tool_choice":{"type":"allowed_tools"})",
       "tool_choice.type"},
      {messages("") + R"(,"modalities":["text","audio"])", "modalities"},
      {messages("") + R"(,"audio":{"voice":"x"})", "audio"},
      {messages("") + R"(,"web_search_options":{})", "web_search_options"},
  }));
  const auto found = refused(members);
  CHECK(found.what == unsupported);
  CHECK(found.code == "unsupported_parameter");
  CHECK_THAT(found.detail, Catch::Contains("'" + field + "'"));
}
