#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::simulator::test;
using nlohmann::json;

namespace {

json body_with(const json& more = json::object()) {
  json body{{"model", "claude-sonnet-4-5"},
            {"max_tokens", 2000},
            {"messages", {{{"role", "user"}, {"content", "hello"}}}}};
  body.update(more);
  return body;
}

json said(const char* role, const json& content) {
  return {{"role", role}, {"content", listed(content)}};
}

json use(const char* id) {
  return {{"type", "tool_use"},
          {"id", id},
          {"name", "add"},
          {"input", json::object()}};
}

json result(const char* id) {
  return {{"type", "tool_result"}, {"tool_use_id", id}, {"content", "1"}};
}

json text(const char* words) {
  return {{"type", "text"}, {"text", words}};
}

json add_tool() {
  return {{"name", "add"}, {"input_schema", {{"type", "object"}}}};
}

const json thinking{
    {"thinking", {{"type", "enabled"}, {"budget_tokens", 1024}}}};

void check_refused(const running_simulator& sim, const json& body,
                   const std::string& part) {
  const auto a = sim.messages(body);
  INFO(body.dump() << "\n" << a.body);
  REQUIRE(a.status == 400);
  const auto error = a.json();
  CHECK(error["type"] == "error");
  CHECK(error["error"]["type"] == "invalid_request_error");
  CHECK(error["error"]["message"].get<std::string>().find(part)
        != std::string::npos);
}

} // namespace

TEST_CASE("a message has Anthropic's shape and usage",
          "[simulator][anthropic]") {
  const running_simulator sim;
  sim.behave({{"tokens", 6}}, "anthropic");
  const auto a = sim.messages(body_with());
  REQUIRE(a.status == 200);
  const auto body = a.json();
  CHECK(body["type"] == "message");
  CHECK(body["content"][0]["text"]
        == "Simulated answer of anthropic with claude-sonnet-4-5");
  CHECK(body["stop_reason"] == "end_turn");
  CHECK(body["usage"]["input_tokens"] == 2);
  CHECK(body["usage"]["output_tokens"] == 6);
  CHECK(a.head().find("request-id: ") != std::string::npos);
}

TEST_CASE("a message stream keeps Anthropic's order",
          "[simulator][anthropic]") {
  const running_simulator sim;
  sim.behave({{"tokens", 2}}, "anthropic");
  auto asked = body_with(thinking);
  asked["stream"] = true;
  const auto a = sim.messages(asked);
  std::vector<std::string> expected{"message_start", "ping",
                                    "content_block_start"};
  expected.insert(expected.end(), 8 + 1, "content_block_delta");
  for (const auto* name :
       {"content_block_stop", "content_block_start", "content_block_delta",
        "content_block_delta", "content_block_stop", "message_delta",
        "message_stop"}) {
    expected.emplace_back(name);
  }
  CHECK(names_of(a.body) == expected);
  const auto events = events_of(a.body);
  CHECK(json::parse(events[0])["message"]["usage"]["output_tokens"] == 1);
  CHECK(json::parse(events[11])["delta"]["type"] == "signature_delta");
  const auto end = json::parse(events[events.size() - 2]);
  CHECK(end["delta"]["stop_reason"] == "end_turn");
  CHECK(end["usage"]["output_tokens"] == 10);
  CHECK(end["usage"]["output_tokens_details"]["thinking_tokens"] == 8);
}

TEST_CASE("the version and a key are needed", "[simulator][anthropic]") {
  const running_simulator sim;
  CHECK(sim.post("/v1/messages", body_with(), "anthropic").status == 400);
  sim.behave({{"required_key", "sk-ant-right-1234"}}, "anthropic");
  const auto wrong = sim.messages(body_with());
  CHECK(wrong.status == 401);
  CHECK(wrong.json()["error"]["type"] == "authentication_error");
  const auto right = sim.post("/v1/messages", body_with(), "anthropic",
                              "anthropic-version: 2023-06-01\r\n"
                              "x-api-key: sk-ant-right-1234\r\n");
  CHECK(right.status == 200);
  CHECK(sim.last_journalled()["headers"]["x-api-key"] == "****1234");
}

TEST_CASE("all results stand at the start of the next user message",
          "[simulator][anthropic]") {
  const running_simulator sim;
  const auto calls = said("assistant", {text("hm"), use("a"), use("b")});
  const auto ask = [&](const std::vector<json>& rest) {
    json messages{said("user", "hello"), calls};
    for (const auto& message : rest) {
      messages.push_back(message);
    }
    return body_with({{"messages", messages}, {"tools", {add_tool()}}});
  };
  CHECK(sim.messages(ask({said("user", {result("a"), result("b"), text("x")})}))
            .status
        == 200);
  const std::string missing =
      "tool_use ids were found without tool_result blocks immediately after: ";
  check_refused(sim, ask({said("user", {result("a")})}), missing + "b");
  check_refused(sim,
                ask({said("user", {result("a")}), said("user", {result("b")})}),
                missing + "b");
  check_refused(sim, ask({said("user", {text("x"), result("a"), result("b")})}),
                missing + "a, b");
  check_refused(sim, ask({said("user", "x")}), missing + "a, b");
  check_refused(sim, ask({}), missing + "a, b");
  check_refused(sim,
                ask({said("user", {result("a"), result("b"), result("c")})}),
                "unexpected tool_use_id");
  check_refused(
      sim,
      body_with({{"messages", json::array({said("user", {result("a")})})}}),
      "unexpected tool_use_id");
}

TEST_CASE("messages that Anthropic refuses", "[simulator][anthropic]") {
  const running_simulator sim;
  const auto refused = [&](const json& messages, const std::string& part) {
    check_refused(sim, body_with({{"messages", listed(messages)}}), part);
  };
  refused({said("assistant", "x")}, "first message must use the \"user\" role");
  refused({said("system", "x")}, "messages.0.role");
  refused({said("user", {text("")})}, "must be non-empty");
  refused({said("user", {text("x")}), said("assistant", {use("a.b")})},
          "String should match pattern '^[a-zA-Z0-9_-]+$'");
  auto strange = said("user", "x");
  strange["reasoning_content"] = "y";
  refused({strange}, "messages.0.reasoning_content: Extra inputs");
  const json bmp{
      {"type", "image"},
      {"source",
       {{"type", "base64"}, {"media_type", "image/bmp"}, {"data", "AAAA"}}}};
  refused({said("user", {bmp})}, "media_type: Input should be 'image/jpeg'");
  refused({said("user", {{{"type", "image_url"}}})}, "Input tag 'image_url'");
}

TEST_CASE("parameters that Anthropic refuses", "[simulator][anthropic]") {
  struct refused {
    const char* more;
    const char* part;
  };
  const auto r = GENERATE(values<refused>({
      {R"({"max_tokens": null})", "max_tokens: Field required"},
      {R"({"frequency_penalty": 1})", "frequency_penalty: Extra inputs"},
      {R"({"temperature": 1.5})", "temperature: Input should be less"},
      {R"({"temperature": 0.5, "top_p": 0.5})", "cannot both be specified"},
      {R"({"model": "claude-sonnet-5", "top_p": 0.5})", "top_p: sampling"},
      {R"({"thinking": {"type": "adaptive"}})", "adaptive thinking"},
      {R"({"thinking": {"type": "enabled", "budget_tokens": 1000}})",
       "greater than or equal to 1024"},
      {R"({"thinking": {"type": "enabled", "budget_tokens": 2000}})",
       "must be greater than"},
      {R"({"thinking": {"type": "enabled", "budget_tokens": 1024},
          "temperature": 0.5})",
       "may only be set to 1"},
      {R"({"thinking": {"type": "enabled", "budget_tokens": 1024},
          "tools": [{"name": "a", "input_schema": {"type": "object"}}],
          "tool_choice": {"type": "any"}})",
       "Thinking may not be enabled"},
      {R"({"tools": [{"name": "a", "input_schema": {}}]})",
       "input_schema.type: Field required"},
      {R"({"tool_choice": {"type": "auto"}})", "while providing tools"},
      {R"({"tools": [{"name": "a", "input_schema": {"type": "object"}}],
          "tool_choice": "auto"})",
       "tool_choice"},
      {R"({"tools": [{"name": "a", "input_schema": {"type": "object"}}],
          "tool_choice": {"type": "required"}})",
       "tool_choice"},
      {R"({"output_config": {"format": {"type": "json_schema"}}})",
       "schema: Field required"},
      {R"({"model": "claude-opus-4-6", "messages": [
          {"role": "user", "content": "x"},
          {"role": "assistant", "content": "y"}]})",
       "prefill"},
  }));
  const running_simulator sim;
  auto body = body_with(json::parse(r.more));
  check_refused(sim, body, r.part);
}

TEST_CASE("parameters that newer Claudes take", "[simulator][anthropic]") {
  const running_simulator sim;
  const auto* model =
      GENERATE("claude-opus-4-6", "claude-sonnet-5", "claude-opus-5-20261001");
  const json adaptive{{"model", model},
                      {"thinking", {{"type", "adaptive"}}},
                      {"output_config", {{"effort", "low"}}}};
  const auto body = sim.messages(body_with(adaptive)).json();
  CHECK(body["content"][0]["type"] == "thinking");
}

TEST_CASE("a turn with calls brings back its signed thought",
          "[simulator][anthropic]") {
  const running_simulator sim;
  auto asked = body_with(thinking);
  asked["tools"] = listed(add_tool());
  asked["messages"][0]["content"] = "call the tool 2 times";
  const auto content = sim.messages(asked).json()["content"];
  REQUIRE(content.size() == 2);
  const auto id = content[1]["id"].get<std::string>();
  const auto with = [&](const json& blocks) {
    auto next = asked;
    next["messages"].push_back(said("assistant", blocks));
    next["messages"].push_back(said("user", {result(id.c_str())}));
    return next;
  };
  CHECK(sim.messages(with(content)).status == 200);
  check_refused(sim, with({content[1]}), "must start with a thinking block");
  auto forged = content;
  forged[0]["thinking"] = "something else";
  check_refused(sim, with(forged), "Invalid `signature`");
  auto off = with({content[1]});
  off.erase("thinking");
  CHECK(sim.messages(off).status == 200);
  auto later = with({content[1]});
  later["messages"].push_back(said("assistant", "done"));
  later["messages"].push_back(said("user", "and now?"));
  CHECK(sim.messages(later).status == 200);
}

TEST_CASE("stop sequences, limits and pictures show natively",
          "[simulator][anthropic]") {
  const running_simulator sim;
  const auto stopped =
      sim.messages(body_with({{"stop_sequences", {" with"}}})).json();
  CHECK(stopped["stop_reason"] == "stop_sequence");
  CHECK(stopped["stop_sequence"] == " with");
  CHECK(stopped["content"][0]["text"] == "Simulated answer of anthropic");
  CHECK(sim.messages(body_with({{"max_tokens", 3}})).json()["stop_reason"]
        == "max_tokens");
  const json png{{"type", "image"},
                 {"source",
                  {{"type", "base64"},
                   {"media_type", "image/png"},
                   {"data", "AAAAAA=="}}}};
  const auto seen =
      sim.messages(
             body_with({{"messages", json::array({said("user", {png})})}}))
          .json();
  CHECK(seen["content"][0]["text"].get<std::string>().ends_with(
      " It saw 1 image (image/png, 4 bytes)."));
}
