#include "providers/anthropic/encoding.hpp"

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using control = domain::reasoning_control;
using names = std::vector<std::string>;

namespace {

target to(std::string_view model, std::int64_t limit = 64'000) {
  return {std::string(model), limit, {}};
}

json effort(std::string_view word) {
  return {{"reasoning_effort", word}};
}

json budget(std::int64_t tokens) {
  return {{"type", "enabled"}, {"budget_tokens", tokens}};
}

const json adaptive = {{"type", "adaptive"}};

} // namespace

TEST_CASE("an effort is a budget on Claude 3.7 to 4.5",
          "[anthropic][thinking]") {
  const auto [word, tokens] = GENERATE(table<std::string, int>({
      {"minimal", 1024},
      {"low", 1024},
      {"medium", 2048},
      {"high", 4096},
      {"xhigh", 8192},
      {"max", 16'384},
  }));
  const std::string model =
      GENERATE("claude-3-7-sonnet-latest", "claude-opus-4-1-20250805",
               "claude-haiku-4-5");
  const auto made = encode(hello_with(effort(word)), to(model));
  CHECK(made.body.at("thinking") == budget(tokens));
  CHECK_FALSE(made.body.contains("output_config"));
  CHECK(made.dropped.empty());
}

TEST_CASE("an effort stays a word on Claude 4.6 and later",
          "[anthropic][thinking]") {
  const auto [model, word, sent] =
      GENERATE(table<std::string, std::string, std::string>({
          {"claude-opus-4-6", "minimal", "low"},
          {"claude-opus-4-6", "high", "high"},
          {"claude-opus-4-6", "xhigh", "high"},
          {"claude-opus-4-6", "max", "max"},
          {"claude-sonnet-5", "xhigh", "xhigh"},
          {"claude-opus-5-1", "medium", "medium"},
      }));
  const auto made = encode(hello_with(effort(word)), to(model));
  CHECK(made.body.at("thinking") == adaptive);
  CHECK(made.body.at("output_config") == json{{"effort", sent}});
}

TEST_CASE("models that cannot think are not asked to",
          "[anthropic][thinking]") {
  const std::string model =
      GENERATE("claude-3-5-haiku-latest", "claude-3-haiku-20240307", "other");
  const auto made = encode(hello_with(effort("high")), to(model));
  CHECK_FALSE(made.body.contains("thinking"));
  CHECK(made.dropped == names{"reasoning_effort"});
}

TEST_CASE("no effort is no thinking", "[anthropic][thinking]") {
  const std::string model = GENERATE("claude-haiku-4-5", "claude-sonnet-5");
  const auto made = encode(hello_with(effort("none")), to(model));
  CHECK_FALSE(made.body.contains("thinking"));
  CHECK_FALSE(made.body.contains("output_config"));
  CHECK(made.dropped.empty());
}

TEST_CASE("the settings say how a model is told, whatever its name",
          "[anthropic][thinking]") {
  const auto [what, thinking, word] =
      GENERATE(table<control, std::string, std::string>({
          {control::none, "null", "null"},
          {control::budget, budget(4096).dump(), "null"},
          {control::adaptive, adaptive.dump(), "\"high\""},
          {control::effort, "null", "\"high\""},
      }));
  auto t = to("my-model");
  t.traits.reasoning = what;
  const auto body = encode(hello_with(effort("high")), t).body;
  CHECK(body.value("thinking", json(nullptr)).dump() == thinking);
  const auto config = body.value("output_config", json::object());
  CHECK(config.value("effort", json(nullptr)).dump() == word);
}

TEST_CASE("a budget is at least 1024 and below max_tokens",
          "[anthropic][thinking]") {
  const auto [word, asked, limit, max_tokens, tokens] =
      GENERATE(table<std::string, int, int, int, int>({
          {"high", 20'000, 64'000, 20'000, 4096},
          {"high", 4096, 64'000, 8192, 4096}, // room is made for the answer
          {"high", 500, 64'000, 4596, 4096},
          {"low", 500, 0, 1524, 1024},
          {"max", 8000, 8192, 8192, 4096}, // the budget is lowered
          {"max", 2000, 2000, 2000, 1024},
      }));
  auto more = effort(word);
  more["max_tokens"] = asked;
  const auto body =
      encode(hello_with(more), to("claude-haiku-4-5", limit)).body;
  CHECK(body.at("max_tokens") == max_tokens);
  CHECK(body.at("thinking") == budget(tokens));
}

TEST_CASE("without room for the least budget there is no thinking",
          "[anthropic][thinking]") {
  auto more = effort("low");
  more["max_tokens"] = 100;
  const auto made = encode(hello_with(more), to("claude-haiku-4-5", 1024));
  CHECK_FALSE(made.body.contains("thinking"));
  CHECK(made.body.at("max_tokens") == 100);
  CHECK(made.dropped == names{"reasoning_effort"});
}

TEST_CASE("the caller's thinking object wins over the effort",
          "[anthropic][thinking]") {
  const auto [model, asked, sent] =
      GENERATE(table<std::string, json, std::string>({
          {"claude-haiku-4-5", budget(3000), budget(3000).dump()},
          {"claude-haiku-4-5", budget(5), budget(1024).dump()},
          {"claude-haiku-4-5", {{"type", "disabled"}}, "null"},
          {"claude-haiku-4-5", adaptive, budget(16'384).dump()},
          {"claude-opus-4-6", budget(3000), budget(3000).dump()},
          {"claude-opus-4-7", budget(3000), adaptive.dump()},
          {"claude-opus-4-7", {{"type", "disabled"}}, "null"},
      }));
  CAPTURE(model);
  auto more = effort("max");
  more["thinking"] = asked;
  const auto made = encode(hello_with(more), to(model));
  CHECK(made.body.value("thinking", json(nullptr)).dump() == sent);
}

TEST_CASE("with thinking there is no sampling", "[anthropic][thinking]") {
  const std::string model = GENERATE("claude-haiku-4-5", "claude-opus-4-6");
  auto more = effort("low");
  more.update({{"temperature", 0.2}, {"top_p", 0.5}, {"top_k", 4}});
  const auto made = encode(hello_with(more), to(model));
  CHECK(made.body.contains("thinking"));
  CHECK_FALSE(made.body.contains("temperature"));
  CHECK_FALSE(made.body.contains("top_p"));
  CHECK(made.dropped == names{"temperature", "top_p", "top_k"});
}

TEST_CASE("a forced call leaves no thinking", "[anthropic][thinking]") {
  const auto [choice, thinks] = GENERATE(table<std::string, bool>({
      {R"("auto")", true},
      {R"("none")", true},
      {R"("required")", false},
      {R"({"type":"function","function":{"name":"f"}})", false},
  }));
  auto more = effort("low");
  more["tools"] = json::array({tool_named("f")});
  more["tool_choice"] = json::parse(choice);
  const auto made = encode(hello_with(more));
  CHECK(made.body.contains("thinking") == thinks);
  CHECK(made.body.contains("tool_choice"));
  CHECK(made.dropped == (thinks ? names{} : names{"reasoning_effort"}));
}

TEST_CASE("a tool loop that another provider began goes on without thinking",
          "[anthropic][thinking]") {
  const std::string model = GENERATE("claude-haiku-4-5", "claude-opus-4-6");
  const std::string blocks =
      GENERATE("null", "[]", R"([{"type":"thinking","thinking":"x"}])");
  auto said = calling({call("a")});
  said["thinking_blocks"] = json::parse(blocks);
  const std::vector<json> messages = {message("user", "u"), said, result("a")};
  const auto made = encode(request_of(messages, effort("high")), to(model));
  CHECK_FALSE(made.body.contains("thinking"));
  CHECK_FALSE(made.body.contains("output_config"));
  CHECK(made.dropped == names{"reasoning_effort"});
}

TEST_CASE("thinking is back once such a loop is over",
          "[anthropic][thinking]") {
  const auto made = encode(
      request_of({message("user", "u"), calling({call("a")}), result("a"),
                  message("assistant", "done"), message("user", "v")},
                 effort("high")));
  CHECK(made.body.contains("thinking"));
  CHECK(made.dropped.empty());
}
