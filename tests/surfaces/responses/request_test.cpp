#include "surfaces/responses/support.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;

namespace {

json request(const std::string& members) {
  return json::parse(R"({"model":"m","input":"hello")"
                     + (members.empty() ? "" : "," + members) + "}");
}

json chat(const std::string& members) {
  return json::parse(
      R"({"model":"m","messages":[{"role":"user","content":"hello"}])"
      + (members.empty() ? "" : "," + members) + "}");
}

const std::string tool =
    R"("tools":[{"type":"function","function":{"name":"f"}}])";
const std::string flat_tool = R"("tools":[{"type":"function","name":"f"}])";

} // namespace

TEST_CASE("members have their names of chat completions",
          "[responses][request]") {
  const auto [here, there] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {R"("max_output_tokens":9)", R"("max_completion_tokens":9)"},
      {R"("temperature":0.5,"top_p":0.9)", R"("temperature":0.5,"top_p":0.9)"},
      {R"("user":"u","safety_identifier":"s")",
       R"("user":"u","safety_identifier":"s")"},
      {R"("prompt_cache_key":"k","service_tier":"flex")",
       R"("prompt_cache_key":"k","service_tier":"flex")"},
      {R"("reasoning":{"effort":"low","summary":"auto"})",
       R"("reasoning_effort":"low")"},
      {R"("text":{"verbosity":"low","format":{"type":"text"}})",
       R"("verbosity":"low")"},
      {R"("text":{"format":{"type":"json_object"}})",
       R"("response_format":{"type":"json_object"})"},
      {R"("top_logprobs":3)", R"("logprobs":true,"top_logprobs":3)"},
      {R"("include":["message.output_text.logprobs"])", R"("logprobs":true)"},
      {R"("include":["reasoning.encrypted_content"],"max_tool_calls":2)", ""},
      {R"("stream":false)", R"("stream":false)"},
      {R"("top_k":3,"thinking":{"type":"enabled"},"new_knob":[1])",
       R"("top_k":3,"thinking":{"type":"enabled"},"new_knob":[1])"},
      {R"("temperature":null,"tools":null,"text":null)", ""},
  }));
  CHECK(chat_of(request(here)) == chat(there));
}

TEST_CASE("a stream is asked to say what it used", "[responses][request]") {
  CHECK(chat_of(request(R"("stream":true)"))
        == chat(R"("stream":true,"stream_options":{"include_usage":true})"));
  CHECK(chat_of(request(
            R"("stream_options":{"include_obfuscation":false},"stream":true)"))
        == chat(R"("stream":true,
          "stream_options":{"include_obfuscation":false,"include_usage":true})"));
}

TEST_CASE("metadata is echoed and not sent, as OpenAI refuses it unstored",
          "[responses][request]") {
  const auto call = open(request(R"("metadata":{"run":"7"})"));
  CHECK(json::parse(call->take_chat()) == chat(""));
  CHECK(json::parse(call->answer("{}"))["metadata"] == json{{"run", "7"}});
}

TEST_CASE("flat tools are nested", "[responses][request]") {
  CHECK(chat_of(request(R"("tools":[
      {"type":"function","name":"f","description":"d","strict":true,
       "parameters":{"type":"object","properties":{"b":{},"a":{}}},
       "cache_control":{"type":"ephemeral"},"defer_loading":false},
      {"type":"function","name":"g","strict":null,"parameters":null}])"))
        == chat(R"("tools":[
      {"type":"function","function":{"name":"f","description":"d",
         "parameters":{"type":"object","properties":{"b":{},"a":{}}},
         "strict":true},"cache_control":{"type":"ephemeral"}},
      {"type":"function","function":{"name":"g"}}])"));
}

TEST_CASE("a choice of tool is translated", "[responses][request]") {
  const std::string choice =
      GENERATE(R"("auto")", R"("none")", R"("required")");
  const auto same = "," + std::string(R"("tool_choice":)") + choice;
  CHECK(chat_of(request(flat_tool + same)) == chat(tool + same));
  CHECK(chat_of(request(flat_tool
                        + R"(,"tool_choice":{"type":"function","name":"f"})"))
        == chat(
            tool
            + R"(,"tool_choice":{"type":"function","function":{"name":"f"}})"));
}

TEST_CASE(
    "settings for tools are left out where there are none, as chat "
    "completions refuse them",
    "[responses][request]") {
  CHECK(chat_of(request(
            R"("tools":[],"tool_choice":"auto","parallel_tool_calls":true)"))
        == chat(""));
  CHECK(chat_of(request(flat_tool + R"(,"parallel_tool_calls":false)"))
        == chat(tool + R"(,"parallel_tool_calls":false)"));
}

TEST_CASE("a flat schema is nested", "[responses][request]") {
  CHECK(chat_of(request(R"("text":{"format":{"type":"json_schema","name":"n",
      "description":"d","strict":true,"schema":{"type":"object"}}})"))
        == chat(R"("response_format":{"type":"json_schema","json_schema":
      {"name":"n","description":"d","schema":{"type":"object"},"strict":true}})"));
}

TEST_CASE("instructions come first", "[responses][request]") {
  CHECK(chat_of(request(R"("instructions":"Be brief.")"))["messages"]
        == json::parse(R"([{"role":"system","content":"Be brief."},
                           {"role":"user","content":"hello"}])"));
}

TEST_CASE("a schema's members keep their order", "[responses][request]") {
  const std::string schema = R"({"zip":{},"city":{},"area":{}})";
  auto opened = bellwether::surfaces::responses().open(
      R"({"model":"m","input":"x","tools":[{"type":"function","name":"f",
          "parameters":)"
          + schema + "}]}",
      {});
  using opened_call = std::unique_ptr<bellwether::surfaces::inbound>;
  const auto chat = std::get<opened_call>(opened)->take_chat();
  CHECK(chat.find(schema) != std::string::npos);
}
