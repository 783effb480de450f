#include "providers/conversation_tools.hpp"

namespace bellwether::providers {

namespace {

using choice_kind = tool_choice::kind;

field_fault read_function(const dom::element& function, const std::string& path,
                          offered_tool& out) {
  if (!function.is_object())
    return mistyped_field(path, "an object with a 'name'");
  out.name = text_member(function, "name");
  if (out.name.empty())
    return invalid_field(path + ".name", "send the name of the function.");
  if (auto fault = read_string(function, path, "description", out.description))
    return fault;
  if (const auto schema = member_of(function, "parameters")) {
    if (!schema->is_object())
      return mistyped_field(path + ".parameters", "a JSON schema object");
    out.parameters = json_text(*schema);
  }
  if (const auto strict = member_of(function, "strict"))
    return read_flag(*strict, path + ".strict", out.strict);
  return std::nullopt;
}

field_fault read_tool(const dom::element& tool, const std::string& path,
                      offered_tool& out) {
  const auto type = text_member(tool, "type");
  if (type.empty())
    return invalid_field(path + ".type", "send \"function\".");
  if (type != "function")
    return unsupported_field(path + ".type",
                             "offer tools of type function only.");
  const auto function = member_of(tool, "function");
  if (!function)
    return mistyped_field(path + ".function", "an object with a 'name'");
  out.cache_control = object_member(tool, "cache_control");
  if (out.cache_control.empty())
    out.cache_control = object_member(*function, "cache_control");
  return read_function(*function, path + ".function", out);
}

using tool_reader = field_fault (*)(const dom::element&, const std::string&,
                                    offered_tool&);

field_fault read_array(const dom::element& value, std::string_view name,
                       tool_reader read, conversation& out) {
  dom::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS)
    return mistyped_field(name, "an array");
  std::size_t index = 0;
  for (const auto item : array) {
    if (auto fault =
            read(item, item_path(name, index++), out.tools.emplace_back()))
      return fault;
  }
  return std::nullopt;
}

field_fault read_named(std::string_view name, std::string_view field,
                       tool_choice& out) {
  if (name.empty())
    return invalid_field(field, "send the name of a function.");
  out = {choice_kind::named, std::string(name)};
  return std::nullopt;
}

choice_kind kind_of(std::string_view word) {
  if (word == "none")
    return choice_kind::none;
  if (word == "auto")
    return choice_kind::automatic;
  if (word == "required")
    return choice_kind::required;
  return choice_kind::unset;
}

} // namespace

field_fault read_tools(const dom::element& tools, conversation& out) {
  return read_array(tools, "tools", read_tool, out);
}

field_fault read_functions(const dom::element& functions, conversation& out) {
  return read_array(functions, "functions", read_function, out);
}

field_fault read_tool_choice(const dom::element& choice, conversation& out) {
  if (choice.is_string()) {
    out.tool_choice = {kind_of(text_of(choice)), {}};
    if (out.tool_choice.what == choice_kind::unset)
      return invalid_field("tool_choice",
                           "send none, auto, required or a function.");
    return std::nullopt;
  }
  const auto type = text_member(choice, "type");
  if (type.empty())
    return mistyped_field("tool_choice", "a word or an object with a 'type'");
  if (type != "function")
    return unsupported_field("tool_choice.type",
                             "choose a tool of type function.");
  const auto function = member_of(choice, "function");
  return read_named(function ? text_member(*function, "name") : "",
                    "tool_choice.function.name", out.tool_choice);
}

field_fault read_function_choice(const dom::element& choice,
                                 conversation& out) {
  // What has replaced it counts, wherever it stands.
  if (out.tool_choice.what != choice_kind::unset)
    return std::nullopt;
  if (!choice.is_string())
    return read_named(text_member(choice, "name"), "function_call.name",
                      out.tool_choice);
  out.tool_choice = {kind_of(text_of(choice)), {}};
  if (out.tool_choice.what == choice_kind::unset)
    return invalid_field("function_call", "send none, auto or a function.");
  return std::nullopt;
}

} // namespace bellwether::providers
