#include "surfaces/messages/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;

namespace {

const json schema = {{"type", "object"}};

json with_tool(const json& tool) {
  return request_with({{"tools", {tool}}});
}

json with_choice(const json& choice) {
  auto out = with_tool({{"name", "f"}, {"input_schema", schema}});
  out["tool_choice"] = choice;
  return out;
}

} // namespace

TEST_CASE("tools that Anthropic runs or defines are refused by their path",
          "[messages][tools]") {
  const std::string type =
      GENERATE("web_search_20250305", "code_execution_20250825",
               "bash_20250124", "text_editor_20250728");
  const auto problem = problem_of(with_tool({{"type", type}, {"name", "x"}}));
  CHECK(problem.param == "tools[0].type");
  CHECK(problem.message.find(type) != std::string::npos);
  CHECK(problem.message.find("input_schema") != std::string::npos);
}

TEST_CASE("a tool of the wrong shape is named by its path",
          "[messages][tools]") {
  CHECK(problem_of(with_tool({{"name", "f"}})).param
        == "tools[0].input_schema");
  CHECK(problem_of(with_tool({{"name", "f"}, {"input_schema", "{}"}})).param
        == "tools[0].input_schema");
  CHECK(problem_of(with_tool({{"input_schema", schema}})).param
        == "tools[0].name");
  CHECK(problem_of(with_tool(7)).param == "tools[0]");
  CHECK(problem_of(request_with({{"tools", "f"}})).param == "tools");
}

TEST_CASE("a schema keeps the order of its members", "[messages][tools]") {
  const std::string body =
      R"({"model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}],)"
      R"("tools":[{"name":"f","input_schema":{"type":"object","properties":)"
      R"({"z":{},"a":{}}}}]})";
  auto opened = bellwether::surfaces::messages().open(body, {});
  const auto chat =
      std::get<std::unique_ptr<bellwether::surfaces::inbound>>(opened)
          ->take_chat();
  CHECK(chat.find(R"("properties":{"z":{},"a":{}})") != std::string::npos);
}

TEST_CASE("tool choices change their names", "[messages][tools]") {
  const auto [choice, wanted] = GENERATE(table<json, json>({
      {{{"type", "auto"}}, "auto"},
      {{{"type", "any"}}, "required"},
      {{{"type", "none"}}, "none"},
      {{{"type", "tool"}, {"name", "f"}},
       {{"type", "function"}, {"function", {{"name", "f"}}}}},
  }));
  const auto chat = chat_of(with_choice(choice));
  CHECK(chat.at("tool_choice") == wanted);
  CHECK_FALSE(chat.contains("parallel_tool_calls"));
}

TEST_CASE("parallel calls can be switched off with any choice",
          "[messages][tools]") {
  const std::string type = GENERATE("auto", "any");
  const auto chat = chat_of(
      with_choice({{"type", type}, {"disable_parallel_tool_use", true}}));
  CHECK(chat.at("parallel_tool_calls") == false);
}

TEST_CASE("no tools means no choice among them", "[messages][tools]") {
  const auto chat = chat_of(request_with(
      {{"tools", json::array()}, {"tool_choice", {{"type", "auto"}}}}));
  CHECK_FALSE(chat.contains("tools"));
  CHECK_FALSE(chat.contains("tool_choice"));
}

TEST_CASE("a choice that there is not is refused", "[messages][tools]") {
  CHECK(problem_of(with_choice({{"type", "some"}})).param
        == "tool_choice.type");
  CHECK(problem_of(with_choice({{"type", "tool"}})).param
        == "tool_choice.name");
  CHECK(problem_of(with_choice("auto")).param == "tool_choice");
}
