#include "providers/gemini/thinking.hpp"

#include "providers/gemini/model_name.hpp"
#include "providers/json_dom.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace bellwether::providers::gemini {

namespace {

using domain::reasoning_control;
using nlohmann::ordered_json;

// Google's limits for Gemini 2.5.
constexpr std::int64_t pro_least = 128;
constexpr std::int64_t pro_most = 32'768;
constexpr std::int64_t flash_most = 24'576;
constexpr std::int64_t as_it_likes = -1;

// Up to so many tokens a budget is as good as the level.
constexpr std::int64_t low_budget = 4'096;
constexpr std::int64_t medium_budget = 16'384;

// What was asked for: a number of tokens, or else a word, which is empty where
// the model is to think as much as it likes.
struct wish {
  std::optional<std::int64_t> tokens;
  std::string word;

  bool is_off() const { return !tokens && word == "none"; }
};

std::optional<wish> wish_of(const conversation& talk) {
  dom::element thinking;
  if (talk.thinking.empty()
      || parse_json(talk.thinking).get(thinking) != simdjson::SUCCESS) {
    if (talk.reasoning_effort.empty())
      return std::nullopt;
    return wish{std::nullopt, talk.reasoning_effort};
  }
  if (text_member(thinking, "type") == "disabled")
    return wish{std::nullopt, "none"};
  const auto budget = member_of(thinking, "budget_tokens");
  return wish{budget ? integer_of(*budget) : std::nullopt,
              talk.reasoning_effort};
}

reasoning_control control_of(const target& to, const model_name& model) {
  switch (to.traits.reasoning) {
    case reasoning_control::automatic:
      break;
    case reasoning_control::none:
    case reasoning_control::budget:
      return to.traits.reasoning;
    case reasoning_control::effort:
    case reasoning_control::adaptive:
    case reasoning_control::level:
      return reasoning_control::level;
  }
  if (model.generation >= 30)
    return reasoning_control::level;
  return model.generation == 25 ? reasoning_control::budget
                                : reasoning_control::none;
}

std::int64_t budget_for(const wish& asked, const model_name& model) {
  const auto least = model.pro ? pro_least : 0;
  const auto most = model.pro ? pro_most : flash_most;
  if (asked.tokens)
    return std::clamp(*asked.tokens, least, most);
  if (asked.word.empty())
    return as_it_likes;
  if (asked.word == "none")
    return least;
  if (asked.word == "minimal" || asked.word == "low")
    return 1'024;
  if (asked.word == "medium")
    return 8'192;
  return asked.word == "high" ? flash_most : most;
}

// Pro models and the newer Flash models do not take MINIMAL.
std::string_view lowest_level(const model_name& model) {
  const bool newer = (model.generation >= 37 || model.latest) && !model.lite;
  return model.pro || newer ? "LOW" : "MINIMAL";
}

std::string_view level_for(const wish& asked, const model_name& model) {
  if (asked.tokens) {
    return *asked.tokens <= low_budget      ? "LOW"
           : *asked.tokens <= medium_budget ? "MEDIUM"
                                            : "HIGH";
  }
  if (asked.word == "none" || asked.word == "minimal")
    return lowest_level(model);
  if (asked.word == "low")
    return "LOW";
  return asked.word == "medium" ? "MEDIUM" : "HIGH";
}

} // namespace

void set_thinking(const conversation& talk, const target& to,
                  ordered_json& generation_config,
                  std::vector<std::string>& dropped) {
  const auto asked = wish_of(talk);
  if (!asked)
    return;
  const auto model = read_model_name(to.upstream_model);
  const auto control = control_of(to, model);
  if (control == reasoning_control::none) {
    if (!asked->is_off())
      dropped.emplace_back(talk.thinking.empty() ? "reasoning_effort"
                                                 : "thinking");
    return;
  }
  auto& config = generation_config["thinkingConfig"];
  if (control == reasoning_control::budget)
    config["thinkingBudget"] = budget_for(*asked, model);
  else if (asked->tokens || !asked->word.empty())
    config["thinkingLevel"] = level_for(*asked, model);
  if (!asked->is_off())
    config["includeThoughts"] = true;
}

} // namespace bellwether::providers::gemini
