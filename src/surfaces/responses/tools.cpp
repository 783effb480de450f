#include "surfaces/responses/tools.hpp"

#include "providers/chat_messages.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

namespace bellwether::surfaces {

namespace {

using json = nlohmann::ordered_json;

problem only_functions(const std::string& path, const std::string& type) {
  return unsupported_value(
      path + ".type", "\"" + type + "\"",
      "Tools that run at the provider work with one provider only: send tools "
      "of type \"function\" and run them yourself.");
}

// Fields that chat completions have inside `function`, or that only the
// Responses API has.
bool stays_outside(std::string_view name) {
  constexpr std::array<std::string_view, 8> others{
      "type",   "name",          "description",     "parameters",
      "strict", "defer_loading", "allowed_callers", "output_schema"};
  for (const auto other : others) {
    if (name == other)
      return false;
  }
  return true;
}

problem read_tool(json& tool, const std::string& path, json& out) {
  if (!tool.is_object())
    return providers::wrong_type(path, "an object with a 'type'");
  std::string type;
  if (auto fault = need_text(tool, path, "type", "\"function\"", type))
    return fault;
  if (type != "function")
    return only_functions(path, type);
  std::string name;
  if (auto fault = need_text(tool, path, "name",
                             "the function's name beside 'type', without a "
                             "'function' around it",
                             name))
    return fault;
  const auto* parameters = member(tool, "parameters");
  if (parameters != nullptr && !parameters->is_object())
    return providers::wrong_type(path + ".parameters", "a JSON schema object");
  const auto* strict = member(tool, "strict");
  if (strict != nullptr && !strict->is_boolean())
    return providers::wrong_type(path + ".strict", "true or false");
  out["type"] = "function";
  auto& function = out["function"] = json::object();
  function["name"] = std::move(name);
  for (const auto* key : {"description", "parameters", "strict"}) {
    if (auto* value = member(tool, key))
      function[key] = std::move(*value);
  }
  for (auto& [key, value] : tool.items()) {
    if (stays_outside(key))
      out[key] = std::move(value);
  }
  return std::nullopt;
}

} // namespace

problem read_tools(json& tools, json& chat) {
  if (!tools.is_array())
    return providers::wrong_type("tools", "an array of tools");
  auto out = json::array();
  std::size_t index = 0;
  for (auto& tool : tools) {
    const auto path = "tools[" + std::to_string(index++) + "]";
    auto& nested = out.emplace_back(json::object());
    if (auto fault = read_tool(tool, path, nested))
      return fault;
  }
  if (!out.empty())
    chat["tools"] = std::move(out);
  return std::nullopt;
}

problem read_tool_choice(json& choice, json& chat) {
  if (choice.is_string()) {
    if (choice != "none" && choice != "auto" && choice != "required")
      return unsupported_value("tool_choice", to_text(choice),
                               "Send none, auto, required or a function.");
    chat["tool_choice"] = std::move(choice);
    return std::nullopt;
  }
  if (!choice.is_object())
    return providers::wrong_type("tool_choice", "a string or an object");
  std::string type;
  std::string name;
  if (auto fault =
          need_text(choice, "tool_choice", "type", "\"function\"", type))
    return fault;
  if (type != "function")
    return unsupported_value("tool_choice.type", "\"" + type + "\"",
                             "Send none, auto, required or a function, and in "
                             "'tools' only the tools that are allowed.");
  if (auto fault =
          need_text(choice, "tool_choice", "name", "the function's name", name))
    return fault;
  auto& out = chat["tool_choice"] = json::object();
  out["type"] = "function";
  out["function"] = json::object();
  out["function"]["name"] = std::move(name);
  return std::nullopt;
}

} // namespace bellwether::surfaces
