#include "surfaces/messages/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::surfaces::test;

namespace {

json thinking(const json& object) {
  return request_with({{"thinking", object}});
}

json budget(int tokens) {
  return {{"type", "enabled"}, {"budget_tokens", tokens}};
}

json schema_with(const json& more) {
  json schema = {{"type", "object"},
                 {"properties", {{"a", {{"type", "string"}}}}}};
  schema.update(more);
  return request_with(
      {{"output_config",
        {{"format", {{"type", "json_schema"}, {"schema", schema}}}}}});
}

} // namespace

TEST_CASE("thinking is kept and told to other providers as an effort",
          "[messages][controls]") {
  const auto [object, effort] = GENERATE(table<json, std::string>({
      {{{"type", "disabled"}}, "none"},
      {{{"type", "adaptive"}}, "medium"},
      {budget(1024), "low"},
      {budget(2047), "low"},
      {budget(2048), "medium"},
      {budget(4095), "medium"},
      {budget(4096), "high"},
      {budget(31999), "high"},
  }));
  const auto chat = chat_of(thinking(object));
  CHECK(chat.at("thinking") == object);
  CHECK(chat.at("reasoning_effort") == effort);
}

TEST_CASE("an effort that is said goes before one that is guessed",
          "[messages][controls]") {
  auto request = thinking({{"type", "adaptive"}});
  request["output_config"] = {{"effort", "max"}};
  CHECK(chat_of(request).at("reasoning_effort") == "max");
  request["thinking"] = {{"type", "disabled"}};
  CHECK(chat_of(request).at("reasoning_effort") == "none");
}

TEST_CASE("thinking of the wrong shape is named by its path",
          "[messages][controls]") {
  CHECK(problem_of(thinking("on")).param == "thinking");
  CHECK(problem_of(thinking({{"type", "some"}})).param == "thinking.type");
  CHECK(problem_of(thinking({{"type", "enabled"}})).param
        == "thinking.budget_tokens");
}

TEST_CASE("a schema is strict only where OpenAI can hold an answer to it",
          "[messages][controls]") {
  const auto [more, strict] = GENERATE(table<json, bool>({
      {{{"required", {"a"}}, {"additionalProperties", false}}, true},
      {{{"additionalProperties", false}}, false},
      {{{"required", {"a"}}}, false},
  }));
  const auto chat = chat_of(schema_with(more));
  const auto& wanted = chat.at("response_format").at("json_schema");
  CHECK(wanted.contains("strict") == strict);
  CHECK(wanted.at("schema").contains("properties"));
  CHECK_FALSE(chat.contains("output_config"));
}

TEST_CASE("the older name of the output format works too",
          "[messages][controls]") {
  const auto chat = chat_of(request_with(
      {{"output_format",
        {{"type", "json_schema"}, {"schema", {{"type", "string"}}}}}}));
  CHECK(chat.at("response_format").at("json_schema").at("strict") == true);
  CHECK(problem_of(request_with({{"output_format", {{"type", "xml"}}}})).param
        == "output_format.type");
}

TEST_CASE("a format without a schema is refused", "[messages][controls]") {
  CHECK(problem_of(request_with({{"output_config",
                                  {{"format", {{"type", "json_schema"}}}}}}))
            .param
        == "output_config.format.schema");
}

TEST_CASE("a user's id is cut to what OpenAI takes", "[messages][controls]") {
  const auto user = [](const std::string& id) {
    return chat_of(request_with({{"metadata", {{"user_id", id}}}}))
        .at("user")
        .get<std::string>();
  };
  CHECK(user(std::string(64, 'x')) == std::string(64, 'x'));
  CHECK(user(std::string(150, 'x')) == std::string(64, 'x'));
  CHECK(user(std::string(63, 'x') + "é!") == std::string(63, 'x'));
}

TEST_CASE("service tiers change their names", "[messages][controls]") {
  const auto tier = [](const std::string& name) {
    return chat_of(request_with({{"service_tier", name}})).at("service_tier");
  };
  CHECK(tier("auto") == "auto");
  CHECK(tier("standard_only") == "default");
}

TEST_CASE("members that nobody knows pass as they came",
          "[messages][controls]") {
  const auto chat = chat_of(
      request_with({{"seed", 7},
                    {"vendor", {{"x", 1.5}}},
                    {"output_config", {{"task_budget", 9}, {"effort", "low"}}},
                    {"metadata", {{"user_id", "u"}, {"team", "t"}}},
                    {"nothing", nullptr}}));
  CHECK(chat.at("seed") == 7);
  CHECK(chat.at("vendor") == json({{"x", 1.5}}));
  CHECK(chat.at("output_config") == json({{"task_budget", 9}}));
  CHECK(chat.at("metadata") == json({{"team", "t"}}));
  CHECK_FALSE(chat.contains("nothing"));
}

TEST_CASE("hints for Anthropic's own cache do not reach other providers",
          "[messages][controls]") {
  const auto chat =
      chat_of(request_with({{"context_management", {{"edits", json::array()}}},
                            {"cache_control", {{"type", "ephemeral"}}}}));
  CHECK_FALSE(chat.contains("context_management"));
  CHECK_FALSE(chat.contains("cache_control"));
}

TEST_CASE("servers that Anthropic would connect to are refused",
          "[messages][controls]") {
  CHECK(problem_of(request_with({{"mcp_servers", {{{"url", "https://x"}}}}}))
            .param
        == "mcp_servers");
  CHECK_FALSE(chat_of(request_with({{"mcp_servers", json::array()}}))
                  .contains("mcp_servers"));
}

TEST_CASE("stop sequences must be strings", "[messages][controls]") {
  CHECK(problem_of(request_with({{"stop_sequences", {"a", 1}}})).param
        == "stop_sequences[1]");
  CHECK_FALSE(chat_of(request_with({{"stop_sequences", json::array()}}))
                  .contains("stop"));
}

TEST_CASE("usage is asked for streams only", "[messages][controls]") {
  CHECK_FALSE(chat_of(request_with()).contains("stream_options"));
  CHECK_FALSE(
      chat_of(request_with({{"stream", false}})).contains("stream_options"));
  CHECK(chat_of(request_with({{"stream", true}})).at("stream_options")
        == json({{"include_usage", true}}));
}

TEST_CASE("a limit that is written as a fraction is a whole number",
          "[messages][controls]") {
  CHECK(chat_of(request_with({{"max_tokens", 1024.0}})).at("max_tokens").dump()
        == "1024");
}
