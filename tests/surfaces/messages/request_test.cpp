#include "surfaces/messages/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;

namespace {

json text(const std::string& said) {
  return {{"type", "text"}, {"text", said}};
}

json image(const json& source) {
  return {{"type", "image"}, {"source", source}};
}

json document(const json& source) {
  return {{"type", "document"}, {"source", source}};
}

json result(const std::string& id, const json& content) {
  return {{"type", "tool_result"}, {"tool_use_id", id}, {"content", content}};
}

const std::string first = "messages[0].content[0]";

} // namespace

TEST_CASE("a body that is no JSON object is refused", "[messages][request]") {
  CHECK(problem_of(std::string("{\"model\":")).message
        == "The body is not valid JSON: a value, comma, colon or bracket is "
           "missing or in excess, at byte 9 (line 1).");
  CHECK(problem_of(std::string("[]")).code == "invalid_type");
  CHECK_FALSE(problem_of(std::string(5000, '[')).message.empty());
}

TEST_CASE("what every request needs is missed by its name",
          "[messages][request]") {
  const std::string name = GENERATE("model", "max_tokens", "messages");
  auto request = request_with();
  request.erase(name);
  CHECK(problem_of(request).param == name);
  CHECK(problem_of(request).code == "missing_required_parameter");
  request[name] = nullptr;
  CHECK(problem_of(request).param == name);
}

TEST_CASE("fields of the wrong type are named by their path",
          "[messages][request]") {
  const auto [request, param] = GENERATE(table<json, std::string>({
      {request_with({{"model", 1}}), "model"},
      {request_with({{"max_tokens", "9"}}), "max_tokens"},
      {request_with({{"max_tokens", 0}}), "max_tokens"},
      {request_with({{"max_tokens", 1.5}}), "max_tokens"},
      {request_with({{"messages", json::array()}}), "messages"},
      {request_with({{"messages", {7}}}), "messages[0]"},
      {request_with({{"messages", {{{"role", "user"}}}}}),
       "messages[0].content"},
      {request_of("user", 7), "messages[0].content"},
      {request_of("user", json::array({7})), first},
      {request_of("user", json::array({json::object()})), first + ".type"},
      {request_of("user", json::array({{{"type", 7}}})), first + ".type"},
      {request_of("user", json::array({{{"type", "text"}}})), first + ".text"},
      {request_of("user", json::array({image({{"type", 7}})})),
       first + ".source.type"},
      {request_of("user", json::array({image(nullptr)})), first + ".source"},
      {request_of("user", json::array({image({{"type", "base64"}})})),
       first + ".source.media_type"},
      {request_of("user", json::array({{{"type", "tool_result"}}})),
       first + ".tool_use_id"},
      {request_of("assistant",
                  json::array({{{"type", "tool_use"}, {"input", "{}"}}})),
       first + ".input"},
      {request_with({{"system", 7}}), "system"},
      {request_with({{"stream", "yes"}}), "stream"},
  }));
  CHECK(problem_of(request).param == param);
  CHECK_FALSE(problem_of(request).message.empty());
}

TEST_CASE("what only Anthropic runs is refused with the remedy",
          "[messages][request]") {
  const std::string type =
      GENERATE("server_tool_use", "web_search_tool_result", "mcp_tool_use",
               "container_upload", "search_result", "tool_use", "thinking");
  const auto problem =
      problem_of(request_of("user", json::array({{{"type", type}}})));
  CHECK(problem.param == first + ".type");
  CHECK(problem.message.find(type) != std::string::npos);
  CHECK(problem.message.find("send text, image") != std::string::npos);
}

TEST_CASE("sources that lie elsewhere are refused", "[messages][request]") {
  const auto block =
      GENERATE(image({{"type", "file"}, {"file_id", "f"}}),
               document({{"type", "url"}, {"url", "https://x/y.pdf"}}),
               document({{"type", "file"}, {"file_id", "f"}}),
               document({{"type", "content"}, {"content", "x"}}));
  const auto problem = problem_of(request_of("user", json::array({block})));
  CHECK(problem.param == first + ".source.type");
  CHECK(problem.message.find("base64") != std::string::npos);
}

TEST_CASE("citations are refused instead of left out", "[messages][request]") {
  auto cited = document({{"type", "text"}, {"data", "x"}});
  cited["citations"] = {{"enabled", true}};
  CHECK(problem_of(request_of("user", json::array({cited}))).param
        == first + ".citations.enabled");
}

TEST_CASE("a role that is none of Anthropic's is refused",
          "[messages][request]") {
  CHECK(problem_of(request_of("tool", "x")).param == "messages[0].role");
  CHECK(problem_of(request_of("developer", "x")).param == "messages[0].role");
}

TEST_CASE("a system message keeps its place", "[messages][request]") {
  const auto chat =
      chat_messages(request_of("system", json::array({text("A")})));
  CHECK(chat == json({{{"role", "system"}, {"content", "A"}}}));
}

TEST_CASE("system blocks make one message and empty ones none",
          "[messages][request]") {
  auto chat = chat_messages(
      request_with({{"system", {text("A"), text(""), text("B")}}}));
  CHECK(chat.at(0) == json({{"role", "system"}, {"content", "A\n\nB"}}));
  chat = chat_messages(request_with({{"system", ""}}));
  CHECK(chat.size() == 1);
}

TEST_CASE("tool results go before the text of their turn",
          "[messages][request]") {
  const auto chat = chat_messages(
      request_of("user", {text("later"), result("a", "1"), result("b", "2")}));
  REQUIRE(chat.size() == 3);
  CHECK(chat[0].at("tool_call_id") == "a");
  CHECK(chat[1].at("tool_call_id") == "b");
  CHECK(chat[2] == json({{"role", "user"}, {"content", "later"}}));
}

TEST_CASE("a turn of tool results alone adds no empty user message",
          "[messages][request]") {
  CHECK(
      chat_messages(request_of("user", json::array({result("a", "1")}))).size()
      == 1);
}

TEST_CASE("a document within a tool result is refused", "[messages][request]") {
  const auto pdf = document({{"type", "base64"},
                             {"media_type", "application/pdf"},
                             {"data", "JVBERi0="}});
  const auto request =
      request_of("user", json::array({result("a", json::array({pdf}))}));
  CHECK(problem_of(request).param == first + ".content[0].type");
}

TEST_CASE("the cache mark of a tool result moves to its last part",
          "[messages][request]") {
  auto marked = result("a", "1");
  marked["cache_control"] = {{"type", "ephemeral"}};
  const auto chat = chat_messages(request_of("user", json::array({marked})));
  CHECK(chat.at(0).at("content").at(0)
        == json({{"type", "text"},
                 {"text", "1"},
                 {"cache_control", {{"type", "ephemeral"}}}}));
}

TEST_CASE("a tool result without text carries no cache mark",
          "[messages][request]") {
  auto marked = result("a", "");
  marked["cache_control"] = {{"type", "ephemeral"}};
  const auto chat = chat_messages(request_of("user", json::array({marked})));
  CHECK(chat.at(0).at("content") == "");
}

TEST_CASE("thinking without a signature is told but not replayed",
          "[messages][request]") {
  const auto chat = chat_messages(request_of(
      "assistant",
      json::array({{{"type", "thinking"}, {"thinking", "hm"}}, text("A")})));
  CHECK(chat.at(0)
        == json({{"role", "assistant"},
                 {"content", "A"},
                 {"reasoning_content", "hm"}}));
}

TEST_CASE("a thought signature beside a call goes back to Gemini",
          "[messages][request]") {
  const json extra = {{"google", {{"thought_signature", "s"}}}};
  const auto chat = chat_messages(
      request_of("assistant", json::array({{{"type", "tool_use"},
                                            {"id", "a"},
                                            {"name", "f"},
                                            {"input", json::object()},
                                            {"extra_content", extra}}})));
  CHECK(chat.at(0).at("tool_calls").at(0).at("extra_content") == extra);
}
