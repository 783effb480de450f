#include "surfaces/responses/support.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::surfaces::test;
using Catch::Contains;

namespace {

json with(const char* name, json value) {
  auto out = json{{"model", "m"}, {"input", "hello"}};
  out[name] = std::move(value);
  return out;
}

json with_item(const std::string& item) {
  return with("input", json::array({json::parse(item)}));
}

} // namespace

TEST_CASE("what needs kept responses is refused by name, with the remedy",
          "[responses][refused]") {
  const auto [name, value,
              remedy] = GENERATE(table<const char*, const char*, const char*>({
      {"previous_response_id", R"("resp_1")",
       "send the whole conversation in 'input'"},
      {"conversation", R"("conv_1")", "send the whole conversation in 'input'"},
      {"conversation", R"({"id":"conv_1"})",
       "send the whole conversation in 'input'"},
      {"store", "true", "send the whole conversation in 'input'"},
      {"background", "true", "\"stream\": true"},
      {"prompt", R"({"id":"pmpt_1"})", "'instructions'"},
      {"truncation", R"("auto")", "shorten the conversation"},
      {"context_management", "[]", "Shorten the conversation"},
  }));
  const auto fault = refusal_of(with(name, json::parse(value)));
  CHECK(fault.param == name);
  CHECK_THAT(fault.message, Contains("'" + std::string(name) + "'"));
  CHECK_THAT(fault.message, Contains(remedy));
  CHECK_THAT(fault.code, Catch::StartsWith("unsupported_"));
}

TEST_CASE("stateful fields that ask for nothing are fine",
          "[responses][refused]") {
  auto request = json{{"model", "m"}, {"input", "hello"}};
  request["previous_response_id"] = nullptr;
  request["conversation"] = nullptr;
  request["prompt"] = nullptr;
  request["background"] = false;
  request["truncation"] = "disabled";
  CHECK(chat_of(request).size() == 2);
}

TEST_CASE("an explicit store: false reaches the provider",
          "[responses][refused]") {
  CHECK(chat_of(with("store", false))["store"] == false);
}

TEST_CASE("references to earlier items are refused", "[responses][refused]") {
  const auto named =
      refusal_of(with_item(R"({"type":"item_reference","id":"msg_1"})"));
  CHECK(named.param == "input[0].type");
  CHECK_THAT(named.message,
             Contains("item_reference") && Contains("whole conversation"));
  const auto bare = refusal_of(with_item(R"({"id":"msg_1"})"));
  CHECK(bare.param == "input[0].id");
  CHECK_THAT(bare.message, Contains("whole conversation"));
}

TEST_CASE("tools that run at the provider are refused",
          "[responses][refused]") {
  const std::string type =
      GENERATE("web_search", "web_search_preview", "file_search", "mcp",
               "computer_use_preview", "code_interpreter", "custom",
               "image_generation", "local_shell");
  const auto fault = refusal_of(
      with("tools", json::parse(R"([{"type":"function","name":"f"},{"type":")"
                                + type + "\"}]")));
  CHECK(fault.param == "tools[1].type");
  CHECK_THAT(fault.message, Contains(type) && Contains("\"function\""));
}

TEST_CASE("choices among tools that chat completions lack are refused",
          "[responses][refused]") {
  const std::string choice =
      GENERATE(R"({"type":"allowed_tools","mode":"auto","tools":[]})",
               R"({"type":"web_search"})", R"({"type":"custom","name":"c"})");
  CHECK(refusal_of(with("tool_choice", json::parse(choice))).param
        == "tool_choice.type");
  CHECK(refusal_of(with("tool_choice", "maybe")).param == "tool_choice");
}

TEST_CASE("only two things can be included", "[responses][refused]") {
  const auto fault = refusal_of(with(
      "include", {"reasoning.encrypted_content", "file_search_call.results"}));
  CHECK(fault.param == "include[1]");
  CHECK_THAT(fault.message, Contains("file_search_call.results"));
}

TEST_CASE("fields of chat completions are refused with their name here",
          "[responses][refused]") {
  const auto [name, here] = GENERATE(table<const char*, const char*>({
      {"messages", "'input'"},
      {"max_tokens", "'max_output_tokens'"},
      {"max_completion_tokens", "'max_output_tokens'"},
      {"response_format", "'text.format'"},
      {"reasoning_effort", "'reasoning.effort'"},
      {"verbosity", "'text.verbosity'"},
      {"n", "a request for each"},
      {"logprobs", "'include'"},
  }));
  const auto fault = refusal_of(with(name, 1));
  CHECK(fault.param == name);
  CHECK_THAT(fault.message, Contains(here));
}

TEST_CASE("items and parts that chat completions lack are refused",
          "[responses][refused]") {
  const auto [item, param] = GENERATE(table<const char*, const char*>({
      {R"({"type":"web_search_call","id":"ws_1"})", "input[0].type"},
      {R"({"type":"custom_tool_call","call_id":"c"})", "input[0].type"},
      {R"({"role":"tool","content":"x"})", "input[0].role"},
      {R"({"role":"user","content":[{"type":"input_video"}]})",
       "input[0].content[0].type"},
      {R"({"role":"user","content":[{"type":"input_image","file_id":"f"}]})",
       "input[0].content[0].file_id"},
      {R"({"role":"user","content":[{"type":"input_file","file_id":"f"}]})",
       "input[0].content[0].file_id"},
      {R"({"role":"user","content":[{"type":"input_file","file_url":"u"}]})",
       "input[0].content[0].file_url"},
  }));
  CHECK(refusal_of(with_item(item)).param == param);
}

TEST_CASE("wrong types are refused with their path", "[responses][refused]") {
  const auto [name, value, param] =
      GENERATE(table<const char*, const char*, const char*>({
          {"input", "7", "input"},
          {"input", "[]", "input"},
          {"input", "[7]", "input[0]"},
          {"input", R"([{"role":7}])", "input[0].role"},
          {"input", R"([{"role":"user"}])", "input[0].content"},
          {"input", R"([{"role":"user","content":7}])", "input[0].content"},
          {"input", R"([{"role":"user","content":[{"type":"input_text"}]}])",
           "input[0].content[0].text"},
          {"input",
           R"([{"role":"user","content":[
               {"type":"input_image","image_url":{"url":"u"}}]}])",
           "input[0].content[0].image_url"},
          {"input", R"([{"type":"function_call","call_id":"c","name":"f"}])",
           "input[0].arguments"},
          {"input", R"([{"type":"function_call_output","output":"x"}])",
           "input[0].call_id"},
          {"input",
           R"([{"type":"function_call_output","call_id":"c","output":{}}])",
           "input[0].output"},
          {"instructions", "[]", "instructions"},
          {"tools", "{}", "tools"},
          {"tools", "[7]", "tools[0]"},
          {"tools", R"([{"type":"function","function":{"name":"f"}}])",
           "tools[0].name"},
          {"tools", R"([{"type":"function","name":"f","parameters":7}])",
           "tools[0].parameters"},
          {"tools", R"([{"type":"function","name":"f","strict":1}])",
           "tools[0].strict"},
          {"tool_choice", "7", "tool_choice"},
          {"tool_choice", R"({"type":"function"})", "tool_choice.name"},
          {"max_output_tokens", "0", "max_output_tokens"},
          {"max_output_tokens", "1.5", "max_output_tokens"},
          {"temperature", R"("hot")", "temperature"},
          {"stream", "1", "stream"},
          {"store", "1", "store"},
          {"text", "7", "text"},
          {"text", R"({"format":7})", "text.format"},
          {"text", R"({"format":{"type":"xml"}})", "text.format.type"},
          {"text", R"({"format":{"type":"json_schema","schema":{}}})",
           "text.format.name"},
          {"text", R"({"format":{"type":"json_schema","name":"n"}})",
           "text.format.schema"},
          {"text", R"({"verbosity":1})", "text.verbosity"},
          {"reasoning", R"("high")", "reasoning"},
          {"reasoning", R"({"effort":3})", "reasoning.effort"},
          {"include", R"("x")", "include"},
          {"metadata", "[]", "metadata"},
          {"top_logprobs", R"("5")", "top_logprobs"},
      }));
  INFO(value);
  CHECK(refusal_of(with(name, json::parse(value))).param == param);
}

TEST_CASE("bodies that are no request are refused", "[responses][refused]") {
  const auto refused = [](const std::string& body) {
    const auto opened = surfaces::responses().open(body, {});
    return std::holds_alternative<providers::request_problem>(opened);
  };
  CHECK(refused(""));
  CHECK(refused("[]"));
  CHECK(refused(R"({"input":)"));
  CHECK(refused(R"({"model":"m"})"));
  CHECK(refused(R"({"input":"x","a":)" + std::string(100'000, '[')));
  std::string wide = R"({"input":"x")";
  for (int i = 0; i < 3000; ++i)
    wide += ",\"k" + std::to_string(i) + "\":1";
  CHECK(refused(wide + "}"));
}
