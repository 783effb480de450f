// Conversations with tools, moved from provider to provider at each turn.
#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

json schema() {
  return {{"type", "object"},
          {"properties", {{"a", {{"type", "integer"}}}}},
          {"required", {"a"}}};
}

/// What was said so far, in no format: the user's text and results.
struct talk {
  std::string user;
  std::vector<std::string> results;
};

json openai_body(const talk& t) {
  json messages{{{"role", "user"}, {"content", t.user}}};
  for (std::size_t i = 0; i < t.results.size(); ++i) {
    const auto id = "call_" + std::to_string(i);
    const json call{{"id", id},
                    {"type", "function"},
                    {"function", {{"name", "add"}, {"arguments", "{}"}}}};
    messages.push_back({{"role", "assistant"}, {"tool_calls", {call}}});
    messages.push_back(
        {{"role", "tool"}, {"tool_call_id", id}, {"content", t.results[i]}});
  }
  const json tool{{"type", "function"},
                  {"function", {{"name", "add"}, {"parameters", schema()}}}};
  return {{"model", "m"}, {"messages", messages}, {"tools", {tool}}};
}

json anthropic_body(const talk& t) {
  json messages{{{"role", "user"}, {"content", t.user}}};
  for (std::size_t i = 0; i < t.results.size(); ++i) {
    const auto id = "toolu_" + std::to_string(i);
    const json use{{"type", "tool_use"},
                   {"id", id},
                   {"name", "add"},
                   {"input", json::object()}};
    const json result{{"type", "tool_result"},
                      {"tool_use_id", id},
                      {"content", t.results[i]}};
    messages.push_back({{"role", "assistant"}, {"content", {use}}});
    messages.push_back({{"role", "user"}, {"content", {result}}});
  }
  const json tool{{"name", "add"}, {"input_schema", schema()}};
  return {{"model", "claude-sonnet-4-5"},
          {"max_tokens", 500},
          {"messages", messages},
          {"tools", {tool}}};
}

json gemini_body(const talk& t) {
  const auto content = [](const char* role, const json& part) {
    return json{{"role", role}, {"parts", json::array({part})}};
  };
  auto contents = json::array({content("user", {{"text", t.user}})});
  for (const auto& r : t.results) {
    contents.push_back(content(
        "model",
        {{"functionCall", {{"name", "add"}, {"args", json::object()}}}}));
    contents.push_back(
        content("user", {{"functionResponse",
                          {{"name", "add"}, {"response", {{"result", r}}}}}}));
  }
  const json tool{{"name", "add"}, {"parameters", schema()}};
  return {{"contents", contents},
          {"tools", {{{"functionDeclarations", {tool}}}}}};
}

/// The text of the answer; "" when it calls.
std::string asked_of(const running_simulator& sim, std::size_t provider,
                     const talk& t) {
  if (provider == 1) {
    const auto a = sim.messages(anthropic_body(t)).json();
    return a["stop_reason"] == "tool_use" ? ""
                                          : a["content"][0].value("text", "?");
  }
  if (provider == 2) {
    const auto a = sim.gemini("generateContent", gemini_body(t)).json();
    return a["candidates"][0]["content"]["parts"][0].value("text", "");
  }
  const auto a =
      sim.chat(openai_body(t), provider == 0 ? "openai" : "deepseek");
  const auto choice = a.json()["choices"][0];
  return choice["finish_reason"] == "tool_calls"
             ? ""
             : choice["message"]["content"].get<std::string>();
}

json parallel_body() {
  auto body = openai_body({"call the tools in parallel", {}});
  auto second = body["tools"][0];
  second["function"]["name"] = "sub";
  body["tools"].push_back(second);
  return body;
}

} // namespace

TEST_CASE("a conversation that moves through all formats ends with the sum",
          "[simulator][tools]") {
  const running_simulator sim;
  const std::size_t first = GENERATE(0U, 1U, 2U, 3U);
  talk t{"please call the tool 4 times", {}};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(asked_of(sim, (first + i) % 4, t).empty());
    t.results.push_back(std::to_string(10 + i));
  }
  CHECK(asked_of(sim, first, t)
        == "The tools said: 10; 11; 12; 13. The sum is 46.");
}

TEST_CASE("results that are no numbers are repeated without a sum",
          "[simulator][tools]") {
  const running_simulator sim;
  const std::size_t provider = GENERATE(0U, 1U, 2U, 3U);
  CHECK(asked_of(sim, provider, {"call the tool", {"sunny"}})
        == "The tools said: sunny.");
}

TEST_CASE("tools called in parallel interleave by index when streamed",
          "[simulator][tools]") {
  const running_simulator sim;
  auto body = parallel_body();
  CHECK(sim.chat(body).json()["choices"][0]["message"]["tool_calls"].size()
        == 2);
  body["stream"] = true;
  std::vector<int> order;
  for (const auto& event : events_of(sim.chat(body).body)) {
    const auto chunk = json::parse(event, nullptr, false);
    for (const auto& part : chunk.is_discarded()
                                ? json::array()
                                : chunk["choices"][0]["delta"].value(
                                    "tool_calls", json::array())) {
      order.push_back(part["index"]);
    }
  }
  CHECK(order == std::vector<int>{0, 1, 0, 1, 0, 1});
}

TEST_CASE("without parallel calls they come one after the other",
          "[simulator][tools]") {
  const running_simulator sim;
  auto body = parallel_body();
  body["parallel_tool_calls"] = false;
  const auto message = sim.chat(body).json()["choices"][0]["message"];
  REQUIRE(message["tool_calls"].size() == 1);
  body["messages"].push_back(message);
  body["messages"][1].erase("refusal");
  body["messages"].push_back({{"role", "tool"},
                              {"tool_call_id", message["tool_calls"][0]["id"]},
                              {"content", "1"}});
  const auto next = sim.chat(body).json()["choices"][0]["message"];
  CHECK(next["tool_calls"][0]["function"]["name"] == "sub");
}

TEST_CASE("structured output fits its schema in every format",
          "[simulator][tools]") {
  const running_simulator sim;
  const json expected{{"a", 1}};
  const json format{{"type", "json_schema"},
                    {"json_schema", {{"name", "x"}, {"schema", schema()}}}};
  const auto openai = sim.chat(chat_body({{"response_format", format}})).json();
  CHECK(
      json::parse(openai["choices"][0]["message"]["content"].get<std::string>())
      == expected);
  const json claude{
      {"model", "claude-sonnet-4-5"},
      {"max_tokens", 500},
      {"messages", {{{"role", "user"}, {"content", "x"}}}},
      {"output_config",
       {{"format", {{"type", "json_schema"}, {"schema", schema()}}}}}};
  CHECK(
      json::parse(
          sim.messages(claude).json()["content"][0]["text"].get<std::string>())
      == expected);
  const json gemini{{"contents", {{{"parts", {{{"text", "x"}}}}}}},
                    {"generationConfig",
                     {{"responseMimeType", "application/json"},
                      {"responseJsonSchema", schema()}}}};
  const auto g = sim.gemini("generateContent", gemini).json();
  CHECK(
      json::parse(
          g["candidates"][0]["content"]["parts"][0]["text"].get<std::string>())
      == expected);
}
