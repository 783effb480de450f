#include "simulator/anthropic/tools.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

refusal read_tool(dom::element element, const std::string& path,
                  std::vector<offered_tool>& offered) {
  constexpr std::array<std::string_view, 11> members{"type",
                                                     "name",
                                                     "description",
                                                     "input_schema",
                                                     "cache_control",
                                                     "strict",
                                                     "defer_loading",
                                                     "input_examples",
                                                     "allowed_callers",
                                                     "eager_input_streaming",
                                                     "display_name"};
  constexpr std::size_t longest = 128;
  const auto tool = object_of(element);
  if (!tool) {
    return invalid(path, "Input should be a valid dictionary");
  }
  const auto name = text_member(*tool, "name");
  if (!name) {
    return field_required(path + ".custom.name");
  }
  if (!is_identifier(*name) || name->size() > longest) {
    return invalid(path + ".custom.name",
                   "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
  }
  const auto value = member(*tool, "input_schema");
  const auto schema = value ? object_of(*value) : std::nullopt;
  if (!schema) {
    return field_required(path + ".custom.input_schema");
  }
  const auto type = text_member(*schema, "type");
  if (type != "object") {
    return type ? invalid(path + ".custom.input_schema.type",
                          "Input should be 'object'")
                : field_required(path + ".custom.input_schema.type");
  }
  if (std::ranges::find(offered, *name, &offered_tool::name) != offered.end()) {
    return invalid("tools", "Tool names must be unique.");
  }
  offered.push_back({*name, value});
  return check_members(*tool, path + ".custom", members);
}

refusal read_offers(dom::object root, std::vector<offered_tool>& offered) {
  const auto value = member(root, "tools");
  const auto tools = value ? array_of(*value) : std::nullopt;
  if (!tools) {
    return value ? invalid("tools", "Input should be a valid list")
                 : std::nullopt;
  }
  std::size_t i = 0;
  for (const auto tool : *tools) {
    if (auto no = read_tool(tool, dotted("tools", i++), offered)) {
      return no;
    }
  }
  return std::nullopt;
}

refusal read_named(dom::object choice, const std::vector<offered_tool>& offered,
                   tool_demand& demand) {
  const auto name = text_member(choice, "name");
  if (!name) {
    return field_required("tool_choice.tool.name");
  }
  if (std::ranges::find(offered, *name, &offered_tool::name) == offered.end()) {
    return anthropic_error(
        400, "Tool '" + std::string{*name} + "' not found in provided tools");
  }
  demand.only.push_back(*name);
  return std::nullopt;
}

refusal read_choice(dom::object choice, bool thinking,
                    const std::vector<offered_tool>& offered,
                    tool_demand& demand) {
  constexpr std::array<std::string_view, 3> all{"type", "name",
                                                "disable_parallel_tool_use"};
  const auto type = text_member(choice, "type").value_or("");
  const bool forced = type == "any" || type == "tool";
  if (!forced && type != "auto" && type != "none") {
    return invalid("tool_choice",
                   "Input tag found using 'type' does not match any of the "
                   "expected tags: 'auto', 'any', 'tool', 'none'");
  }
  if (forced && thinking) {
    return anthropic_error(
        400, "Thinking may not be enabled when tool_choice forces tool use.");
  }
  if (const auto once = member(choice, "disable_parallel_tool_use")) {
    bool disabled = false;
    if (type == "none" || once->get(disabled) != simdjson::SUCCESS) {
      return invalid("tool_choice.disable_parallel_tool_use",
                     "Extra inputs are not permitted");
    }
    demand.parallel = !disabled;
  }
  if (type != "tool" && member(choice, "name")) {
    return invalid("tool_choice.name", "Extra inputs are not permitted");
  }
  if (forced) {
    demand.what = tool_demand::kind::required;
  } else if (type == "none") {
    demand.what = tool_demand::kind::none;
  }
  return first_invalid(
      [&] { return check_members(choice, "tool_choice", all); },
      [&] {
        return type == "tool" ? read_named(choice, offered, demand) : refusal{};
      });
}

} // namespace

refusal read_anthropic_tools(dom::object root, bool thinking, const dialogue& d,
                             question& q) {
  std::vector<offered_tool> offered;
  if (auto no = read_offers(root, offered)) {
    return no;
  }
  tool_demand demand;
  if (const auto value = member(root, "tool_choice")) {
    const auto choice = object_of(*value);
    if (!choice) {
      return invalid("tool_choice", "Input should be a valid dictionary");
    }
    if (offered.empty()) {
      return anthropic_error(
          400, "tool_choice may only be specified while providing tools");
    }
    if (auto no = read_choice(*choice, thinking, offered, demand)) {
      return no;
    }
  }
  plan_tools(d, std::move(offered), demand, q);
  return std::nullopt;
}

} // namespace bellwether::simulator
