#include "providers/anthropic/thinking.hpp"

#include "providers/anthropic/content.hpp"
#include "providers/anthropic/json_writer.hpp"
#include "providers/json_dom.hpp"

#include <algorithm>
#include <optional>

namespace bellwether::providers::anthropic {

namespace {

using domain::reasoning_control;

constexpr std::int64_t default_max_tokens = 4096;
constexpr std::int64_t least_budget = 1024;
constexpr claude_version first_with_xhigh{4, 7};

// What the caller wants, from its object or its word.
struct wish {
  enum class kind { none, budget, adaptive, raw };

  kind what = kind::none;
  std::int64_t budget = 0;
  std::string raw; ///< the caller's object
};

std::int64_t budget_of(std::string_view effort) {
  if (effort == "high")
    return 4096;
  if (effort == "xhigh")
    return 8192;
  if (effort == "max")
    return 16'384;
  return effort == "minimal" || effort == "low" ? least_budget : 2048;
}

std::string effort_word(std::string_view effort, const abilities& model) {
  if (effort == "minimal")
    return "low";
  if (effort == "xhigh" && model.older_than(first_with_xhigh))
    return "high";
  return std::string(effort);
}

std::int64_t answer_limit(const conversation& c, const target& t) {
  const auto limit = t.max_output_tokens;
  if (!c.max_tokens)
    return limit > 0 ? limit : default_max_tokens;
  return limit > 0 ? std::min(*c.max_tokens, limit) : *c.max_tokens;
}

wish read_wish(const conversation& c) {
  if (c.thinking.empty()) {
    const bool silent =
        c.reasoning_effort.empty() || c.reasoning_effort == "none";
    return {silent ? wish::kind::none : wish::kind::adaptive, 0, {}};
  }
  dom::element object;
  if (parse_json(c.thinking).get(object) != simdjson::SUCCESS)
    return {};
  const auto type = text_member(object, "type");
  if (type == "disabled")
    return {};
  if (type == "adaptive")
    return {wish::kind::adaptive, 0, c.thinking};
  const auto budget = member_of(object, "budget_tokens");
  if (type == "enabled" && budget)
    return {wish::kind::budget, integer_of(*budget).value_or(0), c.thinking};
  return {wish::kind::raw, 0, c.thinking};
}

// Within a loop of tool calls the last of them must bring the thinking that led
// to it, and another provider has left none. A forced call leaves no room for
// thinking either.
bool may_think(const conversation& c) {
  using choice = tool_choice::kind;
  if (!c.tools.empty()
      && (c.tool_choice.what == choice::required
          || c.tool_choice.what == choice::named))
    return false;
  const auto last = std::find_if(
      c.turns.rbegin(), c.turns.rend(),
      [](const turn& t) { return t.role == turn::speaker::assistant; });
  return last == c.turns.rend() || last->calls.empty()
         || !signed_blocks(last->thinking_blocks).empty();
}

std::int64_t sum_of(std::int64_t a, std::int64_t b) {
  constexpr std::int64_t plenty = 1'000'000'000'000;
  return std::min(a, plenty) + std::min(b, plenty);
}

// Makes room for the budget and for an answer behind it.
std::optional<std::int64_t> fit_budget(std::int64_t budget, std::int64_t limit,
                                       std::int64_t& max_tokens) {
  budget = std::max(budget, least_budget);
  auto room = max_tokens;
  if (room <= budget)
    room = sum_of(room, budget);
  if (limit > 0)
    room = std::min(room, limit);
  if (room <= budget)
    budget = std::max(room / 2, least_budget);
  if (room <= budget)
    return std::nullopt;
  max_tokens = room;
  return budget;
}

void think_by_budget(const wish& w, std::string_view effort, const target& t,
                     thinking_plan& plan) {
  const auto wanted =
      w.what == wish::kind::budget ? w.budget : budget_of(effort);
  const auto budget = fit_budget(wanted, t.max_output_tokens, plan.max_tokens);
  if (!budget)
    return;
  const auto number = std::to_string(*budget);
  if (w.what == wish::kind::budget)
    plan.thinking =
        splice(w.raw, {{member_edit::kind::set, "budget_tokens", number}});
  else
    plan.thinking = object_writer()
                        .text("type", "enabled")
                        .json("budget_tokens", number)
                        .take();
}

void think_adaptively(const wish& w, const conversation& c,
                      const abilities& model, thinking_plan& plan) {
  plan.thinking = w.what == wish::kind::adaptive && !w.raw.empty()
                      ? w.raw
                      : R"({"type":"adaptive"})";
  if (!c.reasoning_effort.empty() && c.reasoning_effort != "none")
    plan.effort = effort_word(c.reasoning_effort, model);
}

void think(const wish& w, const conversation& c, const target& t,
           const abilities& model, thinking_plan& plan) {
  if (w.what == wish::kind::raw) {
    plan.thinking = w.raw;
    return;
  }
  switch (model.reasoning) {
    case reasoning_control::automatic:
    case reasoning_control::none:
      return;
    case reasoning_control::budget:
      return think_by_budget(w, c.reasoning_effort, t, plan);
    case reasoning_control::adaptive:
      // 4.6 still takes a budget, later ones refuse it.
      if (w.what == wish::kind::budget && model.older_than(first_with_xhigh))
        return think_by_budget(w, {}, t, plan);
      return think_adaptively(w, c, model, plan);
    case reasoning_control::effort:
    case reasoning_control::level:
      plan.thinking = w.raw;
      if (!c.reasoning_effort.empty() && c.reasoning_effort != "none")
        plan.effort = effort_word(c.reasoning_effort, model);
      return;
  }
}

} // namespace

thinking_plan plan_thinking(const conversation& c, const target& t,
                            const abilities& model,
                            std::vector<std::string>& dropped) {
  thinking_plan plan;
  plan.max_tokens = answer_limit(c, t);
  const auto wanted = read_wish(c);
  if (wanted.what == wish::kind::none)
    return plan;
  if (may_think(c))
    think(wanted, c, t, model, plan);
  if (plan.thinking.empty() && plan.effort.empty())
    dropped.emplace_back(wanted.raw.empty() ? "reasoning_effort" : "thinking");
  return plan;
}

} // namespace bellwether::providers::anthropic
