#include "simulator/openai/tools.hpp"

#include <algorithm>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

std::optional<std::string_view> name_in(dom::element tool) {
  dom::element name;
  if (tool.at_pointer("/function/name").get(name) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return text_of(name);
}

refusal read_offers(dom::object root, const house_rules& rules,
                    std::vector<offered_tool>& offered) {
  const auto value = member(root, "tools");
  if (!value) {
    return std::nullopt;
  }
  const auto tools = array_of(*value);
  if (!tools) {
    return wrong_type("tools", "an array of objects");
  }
  std::size_t i = 0;
  for (const auto tool : *tools) {
    const auto place = indexed("tools", i++);
    const auto object = object_of(tool);
    if (object && text_member(*object, "type") == "custom") {
      continue;
    }
    const auto name = name_in(tool);
    if (!object || !name) {
      return refuse("Missing required parameter: 'tools[].function.name'.",
                    "tools", "missing_required_parameter");
    }
    if (rules.strict_members && member(*object, "cache_control")) {
      return unknown_parameter(place + ".cache_control");
    }
    dom::element schema;
    const bool has_schema = tool.at_pointer("/function/parameters").get(schema)
                            == simdjson::SUCCESS;
    offered.push_back(
        {*name, has_schema ? std::optional{schema} : std::nullopt});
  }
  return std::nullopt;
}

refusal read_word(std::string_view word, tool_demand& demand) {
  if (word == "none") {
    demand.what = tool_demand::kind::none;
  } else if (word == "required") {
    demand.what = tool_demand::kind::required;
  } else if (word != "auto") {
    return refuse("Invalid value: '" + std::string{word} +
                      "'. Supported values are: 'none', 'auto', and "
                      "'required'.",
                  "tool_choice", "invalid_value");
  }
  return std::nullopt;
}

refusal read_allowed(dom::element choice, tool_demand& demand) {
  dom::element mode;
  dom::array tools;
  if (choice.at_pointer("/allowed_tools/mode").get(mode) != simdjson::SUCCESS
      || choice.at_pointer("/allowed_tools/tools").get(tools)
             != simdjson::SUCCESS) {
    return missing("tool_choice.allowed_tools");
  }
  for (const auto tool : tools) {
    demand.only.push_back(name_in(tool).value_or(""));
  }
  return read_word(text_of(mode).value_or(""), demand);
}

refusal read_choice(dom::object root, tool_demand& demand) {
  const auto choice = member(root, "tool_choice");
  if (!choice) {
    return std::nullopt;
  }
  if (const auto word = text_of(*choice)) {
    return read_word(*word, demand);
  }
  const auto object = object_of(*choice);
  if (!object) {
    return wrong_type("tool_choice", "a string or an object");
  }
  if (text_member(*object, "type") == "allowed_tools") {
    return read_allowed(*choice, demand);
  }
  demand.what = tool_demand::kind::required;
  if (const auto name = name_in(*choice)) {
    demand.only.push_back(*name);
  }
  return std::nullopt;
}

refusal check_choice(dom::object root, const house_rules& rules,
                     const std::vector<offered_tool>& offered,
                     const tool_demand& demand) {
  for (const auto* name : {"tool_choice", "parallel_tool_calls"}) {
    if (rules.strict_members && member(root, name) && !member(root, "tools")) {
      return refuse("'" + std::string{name}
                        + "' is only allowed when 'tools' are specified.",
                    name, {});
    }
  }
  for (const auto name : demand.only) {
    if (std::ranges::find(offered, name, &offered_tool::name)
        == offered.end()) {
      return refuse("Tool choice '" + std::string{name}
                        + "' not found in 'tools' parameter.",
                    "tool_choice", {});
    }
  }
  return std::nullopt;
}

} // namespace

refusal read_tools(dom::object root, const house_rules& rules,
                   const dialogue& d, question& q) {
  std::vector<offered_tool> offered;
  tool_demand demand;
  auto no = first_refusal(
      [&] { return read_offers(root, rules, offered); },
      [&] { return read_choice(root, demand); },
      [&] { return read_bool(root, "parallel_tool_calls", demand.parallel); },
      [&] { return check_choice(root, rules, offered, demand); });
  if (!no) {
    plan_tools(d, std::move(offered), demand, q);
  }
  return no;
}

} // namespace bellwether::simulator
