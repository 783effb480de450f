#include "simulator/google/thinking_config.hpp"

#include "simulator/google/models.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

/// The budget that a 2.5 model takes besides -1 for as much as it likes.
struct budget_range {
  std::string_view mark; // in the model's name
  std::int64_t least;
  std::int64_t most;
  bool off; // 0 turns thinking off
};

constexpr auto ranges = std::to_array<budget_range>({
    {"-lite", 512, 24'576, true},
    {"-flash", 0, 24'576, true},
    {"-pro", 128, 32'768, false},
});

refusal check_budget(std::int64_t budget, std::string_view model) {
  const auto* range = std::ranges::find_if(ranges, [&](const auto& r) {
    return model.find(r.mark) != std::string_view::npos;
  });
  if (!is_gemini_25(model) || range == ranges.end() || budget == -1
      || (budget == 0 && range->off)) {
    return std::nullopt;
  }
  if (budget == 0) {
    return google_error(
        400, "Budget 0 is invalid. This model only works in thinking mode.");
  }
  return budget >= range->least && budget <= range->most
             ? refusal{}
             : google_error(400, "The thinking budget " +
                                     std::to_string(budget) +
                                     " is invalid. Please choose a value "
                                     "between " +
                                     std::to_string(range->least) + " and " +
                                     std::to_string(range->most) + ".");
}

refusal check_level(std::string_view level, std::string_view model) {
  constexpr std::array<std::string_view, 4> levels{"minimal", "low", "medium",
                                                   "high"};
  if (is_gemini_25(model)) {
    return google_error(400, "Thinking level is not supported for this model.");
  }
  std::string lower{level};
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::find(levels, lower) == levels.end()
             ? bad_value("generation_config.thinking_config.thinking_level",
                         "MINIMAL, LOW, MEDIUM or HIGH")
             : std::nullopt;
}

} // namespace

refusal read_thinking_config(dom::object config, std::string_view model,
                             question& q) {
  constexpr std::array<std::string_view, 3> members{
      "includeThoughts", "thinkingBudget", "thinkingLevel"};
  constexpr std::string_view path = "generation_config.thinking_config";
  std::optional<dom::object> found;
  if (auto no = read_proto_object(config, "thinkingConfig", "generation_config",
                                  found)) {
    return no;
  }
  q.thinks = thinks_by_default(model) ? thinking::hidden : thinking::none;
  if (!found) {
    return std::nullopt;
  }
  if (auto no = check_proto(*found, path, members)) {
    return no;
  }
  const auto level = proto_member(*found, "thinkingLevel");
  const auto budget = proto_member(*found, "thinkingBudget");
  if (level && budget) {
    return google_error(400,
                        "You can only set only one of thinking budget and "
                        "thinking level.");
  }
  std::int64_t tokens = -1;
  if (budget && budget->get(tokens) != simdjson::SUCCESS) {
    return bad_value(std::string{path} + ".thinking_budget", "an integer");
  }
  bool shown = false;
  if (const auto include = proto_member(*found, "includeThoughts");
      include && include->get(shown) != simdjson::SUCCESS) {
    return bad_value(std::string{path} + ".include_thoughts", "a boolean");
  }
  q.thinks = shown ? thinking::shown : thinking::hidden;
  if (tokens == 0) {
    q.thinks = thinking::none;
  }
  return level ? check_level(text_of(*level).value_or(""), model)
               : check_budget(tokens, model);
}

} // namespace bellwether::simulator
