#include "surfaces/messages/tools.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace bellwether::surfaces::anthropic {

namespace {

// A tool that Anthropic defines or runs says so by its type and has no schema.
void check_type(const json& tool, const std::string& path, fault_log& faults) {
  const auto type = faults.optional_text(tool, path, "type");
  if (find(tool, "input_schema") != nullptr)
    return;
  if (type.empty() || type == "custom")
    faults.missing(path + ".input_schema", "the JSON schema of its input");
  else
    faults.unsupported(path + ".type", type,
                       "declare a tool of your own with an 'input_schema' and "
                       "run it yourself");
}

json function_of(const json& tool, const std::string& path, fault_log& faults) {
  check_type(tool, path, faults);
  json function = {{"name", faults.text(tool, path, "name")}};
  auto description = faults.optional_text(tool, path, "description");
  if (!description.empty())
    function["description"] = std::move(description);
  if (const auto* schema = find(tool, "input_schema")) {
    if (!schema->is_object())
      faults.wrong_type(path + ".input_schema", "a JSON schema object");
    function["parameters"] = *schema;
  }
  if (find(tool, "strict") != nullptr)
    function["strict"] = faults.flag(tool, path, "strict");
  return function;
}

// Hints on how Anthropic loads or streams a tool (defer_loading,
// eager_input_streaming, input_examples, allowed_callers) are left out: other
// providers refuse a tool that has them.
json offered(const json& tool, const std::string& path, fault_log& faults) {
  if (!tool.is_object())
    faults.wrong_type(path, "an object with a 'name' and an 'input_schema'");
  json out = {{"type", "function"},
              {"function", function_of(tool, path, faults)}};
  if (const auto* mark = find(tool, "cache_control"))
    out["cache_control"] = *mark;
  return out;
}

json choice_of(const json& choice, fault_log& faults) {
  const auto type = faults.text(choice, "tool_choice", "type");
  if (type == "auto" || type == "none")
    return type;
  if (type == "any")
    return "required";
  if (type == "tool")
    return {
        {"type", "function"},
        {"function", {{"name", faults.text(choice, "tool_choice", "name")}}}};
  faults.unsupported("tool_choice.type", type, "send auto, any, tool or none");
  return {};
}

void put_choice(const json& choice, json& chat, fault_log& faults) {
  auto chosen = choice_of(choice, faults);
  const bool serial =
      faults.flag(choice, "tool_choice", "disable_parallel_tool_use");
  // Without tools there is nothing to choose, and OpenAI refuses the attempt.
  if (!chat.contains("tools") && (chosen == "auto" || chosen == "none"))
    return;
  chat["tool_choice"] = std::move(chosen);
  if (serial)
    chat["parallel_tool_calls"] = false;
}

} // namespace

void put_tools(const json& body, json& chat, fault_log& faults) {
  const auto* tools = find(body, "tools");
  if (tools != nullptr && !tools->is_array())
    faults.wrong_type("tools", "an array");
  else if (tools != nullptr && !tools->empty()) {
    auto& out = chat["tools"] = json::array();
    for (std::size_t i = 0; i < tools->size(); ++i)
      out.push_back(offered((*tools)[i], item_path("tools", i), faults));
  }
  if (const auto* choice = find(body, "tool_choice"))
    put_choice(*choice, chat, faults);
}

} // namespace bellwether::surfaces::anthropic
