#include "providers/gemini/exchange.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::providers;
using namespace bellwether::providers::test;
using nlohmann::json;

namespace {

json thinking(const std::string& more, const std::string& model,
              domain::model_traits traits = {}) {
  return encode(asking(more), model, traits)
      .value("/generationConfig/thinkingConfig"_json_pointer, json());
}

std::string effort(const std::string& word) {
  return R"(,"reasoning_effort":")" + word + '"';
}

} // namespace

TEST_CASE("an effort is a budget for Gemini 2.5", "[gemini][thinking]") {
  const auto [word, flash, pro] = GENERATE(table<std::string, int, int>({
      {"none", 0, 128},
      {"minimal", 1'024, 1'024},
      {"low", 1'024, 1'024},
      {"medium", 8'192, 8'192},
      {"high", 24'576, 24'576},
      {"xhigh", 24'576, 32'768},
      {"max", 24'576, 32'768},
  }));
  const auto on_flash = thinking(effort(word), "gemini-2.5-flash");
  const auto on_pro = thinking(effort(word), "models/gemini-2.5-pro");
  CHECK(on_flash.at("thinkingBudget") == flash);
  CHECK(on_pro.at("thinkingBudget") == pro);
  CHECK(on_flash.contains("includeThoughts") == (word != "none"));
}

TEST_CASE("an effort is a level from Gemini 3 on", "[gemini][thinking]") {
  const auto [word, flash, pro] =
      GENERATE(table<std::string, std::string, std::string>({
          {"none", "MINIMAL", "LOW"},
          {"minimal", "MINIMAL", "LOW"},
          {"low", "LOW", "LOW"},
          {"medium", "MEDIUM", "MEDIUM"},
          {"high", "HIGH", "HIGH"},
          {"xhigh", "HIGH", "HIGH"},
          {"max", "HIGH", "HIGH"},
      }));
  CHECK(thinking(effort(word), "gemini-3-flash-preview").at("thinkingLevel")
        == flash);
  CHECK(thinking(effort(word), "gemini-3.1-pro-preview").at("thinkingLevel")
        == pro);
}

TEST_CASE("newer Flash models have no level below LOW", "[gemini][thinking]") {
  CHECK(thinking(effort("none"), "gemini-3.8-flash").at("thinkingLevel")
        == "LOW");
  CHECK(thinking(effort("none"), "gemini-flash-latest").at("thinkingLevel")
        == "LOW");
  CHECK(thinking(effort("none"), "gemini-3.8-flash-lite").at("thinkingLevel")
        == "MINIMAL");
}

TEST_CASE("budget and level never go together", "[gemini][thinking]") {
  const std::string model =
      GENERATE("gemini-2.5-flash", "gemini-2.5-pro", "gemini-3-pro-preview");
  const std::string more =
      GENERATE(R"(,"reasoning_effort":"high")",
               R"(,"thinking":{"type":"enabled","budget_tokens":2000})",
               R"(,"reasoning_effort":"low","thinking":{"type":"adaptive"})",
               R"(,"reasoning_effort":"low","thinking":{"type":"disabled"})");
  const auto out = thinking(more, model);
  CHECK(out.contains("thinkingBudget") != out.contains("thinkingLevel"));
}

TEST_CASE("nothing is said to a model that was not asked to think",
          "[gemini][thinking]") {
  CHECK(thinking("", "gemini-2.5-flash").is_null());
  CHECK(thinking("", "gemini-3-pro-preview").is_null());
}

TEST_CASE("Anthropic's thinking becomes Google's", "[gemini][thinking]") {
  const auto [object, flash, level] = GENERATE(table<std::string, json, json>({
      {R"({"type":"disabled"})", 0, "MINIMAL"},
      {R"({"type":"enabled","budget_tokens":1024})", 1'024, "LOW"},
      {R"({"type":"enabled","budget_tokens":10000})", 10'000, "MEDIUM"},
      {R"({"type":"enabled","budget_tokens":60000})", 24'576, "HIGH"},
      {R"({"type":"adaptive"})", -1, nullptr},
  }));
  const auto more = R"(,"thinking":)" + object;
  CHECK(thinking(more, "gemini-2.5-flash").at("thinkingBudget") == flash);
  CHECK(thinking(more, "gemini-3-flash").value("thinkingLevel", json())
        == level);
}

TEST_CASE("a Pro model's budget keeps to its range", "[gemini][thinking]") {
  const auto budget = [](const char* tokens) {
    return thinking(R"(,"thinking":{"type":"enabled","budget_tokens":)"
                        + std::string(tokens) + "}",
                    "gemini-2.5-pro")
        .at("thinkingBudget");
  };
  CHECK(budget("1") == 128);
  CHECK(budget("99999") == 32'768);
}

TEST_CASE("the configuration decides over the name", "[gemini][thinking]") {
  domain::model_traits traits;
  traits.reasoning = domain::reasoning_control::budget;
  CHECK(thinking(effort("low"), "my-tuned-model", traits).at("thinkingBudget")
        == 1'024);
  traits.reasoning = domain::reasoning_control::level;
  CHECK(thinking(effort("low"), "gemini-2.5-pro", traits).at("thinkingLevel")
        == "LOW");
  traits.reasoning = domain::reasoning_control::none;
  CHECK(thinking(effort("low"), "gemini-2.5-pro", traits).is_null());
}

TEST_CASE("a model that cannot be told leaves a report", "[gemini][thinking]") {
  const auto dropped = [](const std::string& more) {
    return std::get<encoded>(try_encode(asking(more), "gemini-2.0-flash"))
        .dropped;
  };
  using names = std::vector<std::string>;
  CHECK(dropped(effort("low")) == names{"reasoning_effort"});
  CHECK(dropped(R"(,"thinking":{"type":"enabled","budget_tokens":9})")
        == names{"thinking"});
  CHECK(dropped(effort("none")).empty());
}
