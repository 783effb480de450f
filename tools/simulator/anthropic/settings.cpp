#include "simulator/anthropic/settings.hpp"

#include "simulator/anthropic/models.hpp"
#include "simulator/sample_arguments.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

refusal check_sampling(dom::object root, std::string_view model,
                       std::string_view version) {
  const bool none = refuses_sampling(model) || version == "2026-10-21";
  for (const auto* name : {"temperature", "top_p", "top_k"}) {
    if (none && member(root, name)) {
      return invalid(name, "sampling parameters are not supported");
    }
  }
  if (claude_version(model) >= first_with_formats && member(root, "temperature")
      && member(root, "top_p")) {
    return anthropic_error(
        400,
        "`temperature` and `top_p` cannot both be specified for this model. "
        "Please use only one.");
  }
  constexpr double most_top_k = 1'000'000;
  return first_invalid(
      [&] { return check_number(root, "temperature", 0, 1); },
      [&] { return check_number(root, "top_p", 0, 1); },
      [&] { return check_number(root, "top_k", 0, most_top_k); });
}

refusal check_budget(dom::object root, dom::object thinking) {
  constexpr std::int64_t least = 1024;
  const auto value = member(thinking, "budget_tokens");
  std::int64_t budget = 0;
  if (!value || value->get(budget) != simdjson::SUCCESS) {
    return field_required("thinking.enabled.budget_tokens");
  }
  if (budget < least) {
    return invalid("thinking.enabled.budget_tokens",
                   "Input should be greater than or equal to 1024");
  }
  std::int64_t limit = 0;
  const auto max_tokens = member(root, "max_tokens");
  static_cast<void>(max_tokens && max_tokens->get(limit));
  return budget < limit ? refusal{}
                        : anthropic_error(400,
                                          "`max_tokens` must be greater than "
                                          "`thinking.budget_tokens`.");
}

/// What thinking does not go with.
refusal check_thinking_company(dom::object root) {
  const auto temperature = member(root, "temperature");
  double t = 1;
  if (temperature && (temperature->get(t) != simdjson::SUCCESS || t != 1)) {
    return anthropic_error(400,
                           "`temperature` may only be set to 1 when thinking "
                           "is enabled.");
  }
  return member(root, "top_k")
             ? anthropic_error(400,
                               "`top_k` must be unset when thinking is "
                               "enabled.")
             : refusal{};
}

refusal read_thinking(dom::object root, std::string_view model, bool& enabled) {
  constexpr std::array<std::string_view, 3> members{"type", "budget_tokens",
                                                    "display"};
  const auto value = member(root, "thinking");
  if (!value) {
    return std::nullopt;
  }
  const auto thinking = object_of(*value);
  const auto type = thinking ? text_member(*thinking, "type") : std::nullopt;
  if (type == "disabled") {
    return std::nullopt;
  }
  if (type == "adaptive") {
    if (claude_version(model) < first_adaptive) {
      return anthropic_error(
          400, "adaptive thinking is not supported on this model");
    }
    if (member(*thinking, "budget_tokens")) {
      return invalid("thinking.adaptive.budget_tokens",
                     "Extra inputs are not permitted");
    }
  } else if (type != "enabled") {
    return invalid("thinking",
                   "Input tag found using 'type' does not match any of the "
                   "expected tags: 'adaptive', 'disabled', 'enabled'");
  } else if (auto no = check_budget(root, *thinking)) {
    return no;
  }
  enabled = true;
  return first_invalid(
      [&] {
        return check_members(*thinking, inside("thinking", *type), members);
      },
      [&] { return check_thinking_company(root); });
}

refusal read_format(dom::element value, std::string_view model,
                    std::string& json) {
  constexpr std::array<std::string_view, 2> members{"type", "schema"};
  const auto format = object_of(value);
  if (!format || text_member(*format, "type") != "json_schema") {
    return invalid("output_config.format.type",
                   "Input should be 'json_schema'");
  }
  const auto schema = member(*format, "schema");
  if (!schema || !schema->is_object()) {
    return field_required("output_config.format.schema");
  }
  const auto version = claude_version(model);
  if (version > 0 && version < first_with_formats) {
    return anthropic_error(
        400, "output_config.format is not supported on this model");
  }
  json = sample_arguments(simdjson::minify(*schema));
  return check_members(*format, "output_config.format", members);
}

refusal read_output(dom::object root, std::string_view model,
                    std::string& json) {
  constexpr std::array<std::string_view, 2> members{"effort", "format"};
  constexpr std::array<std::string_view, 5> efforts{"low", "medium", "high",
                                                    "xhigh", "max"};
  const auto value = member(root, "output_config");
  if (!value) {
    return std::nullopt;
  }
  const auto config = object_of(*value);
  if (!config) {
    return invalid("output_config", "Input should be a valid dictionary");
  }
  if (const auto effort = member(*config, "effort");
      effort
      && std::ranges::find(efforts, text_of(*effort).value_or(""))
             == efforts.end()) {
    return invalid("output_config.effort",
                   "Input should be 'low', 'medium', 'high', 'xhigh' or "
                   "'max'");
  }
  if (auto no = check_members(*config, "output_config", members)) {
    return no;
  }
  const auto format = member(*config, "format");
  return format ? read_format(*format, model, json) : std::nullopt;
}

refusal check_rest(dom::object root) {
  constexpr std::array<std::string_view, 1> members{"user_id"};
  if (const auto tier = member(root, "service_tier");
      tier && text_of(*tier) != "auto" && text_of(*tier) != "standard_only") {
    return invalid("service_tier", "Input should be 'auto' or 'standard_only'");
  }
  const auto value = member(root, "metadata");
  const auto metadata = value ? object_of(*value) : std::nullopt;
  return metadata ? check_members(*metadata, "metadata", members)
                  : std::nullopt;
}

} // namespace

refusal read_settings(dom::object root, std::string_view model,
                      std::string_view version, answer_settings& s) {
  return first_invalid([&] { return check_sampling(root, model, version); },
                       [&] { return read_thinking(root, model, s.thinking); },
                       [&] { return read_output(root, model, s.json); },
                       [&] { return check_rest(root); });
}

} // namespace bellwether::simulator
