#include "simulator/google/tools.hpp"

#include "simulator/google/schema.hpp"

#include <algorithm>
#include <array>

namespace bellwether::simulator {

namespace dom = simdjson::dom;

namespace {

bool is_function_name(std::string_view name) {
  constexpr std::size_t longest = 64;
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && name.size() <= longest && letter(name.front())
         && std::ranges::all_of(name, [&](char c) {
              return letter(c) || (c >= '0' && c <= '9') || c == '.' || c == ':'
                     || c == '-';
            });
}

refusal read_declaration(dom::element element, const std::string& path,
                         std::vector<offered_tool>& offered) {
  constexpr std::array<std::string_view, 7> members{
      "name",     "description",        "parameters", "parametersJsonSchema",
      "response", "responseJsonSchema", "behavior"};
  const auto declaration = object_of(element);
  if (!declaration) {
    return bad_value(path, "an object");
  }
  const auto name = proto_text(*declaration, "name").value_or("");
  if (!is_function_name(name)) {
    return google_error(
        400, "* GenerateContentRequest." + path +
                 ".name: Invalid function name. Must start with a letter or "
                 "an underscore. Must be alphanumeric (a-z, A-Z, 0-9), "
                 "underscores (_), dots (.), colons (:), or dashes (-), with "
                 "a maximum length of 64.");
  }
  const auto open = proto_member(*declaration, "parameters");
  const auto full = proto_member(*declaration, "parametersJsonSchema");
  if (open && full) {
    return google_error(400, path + ": only one of parameters and "
                                    "parameters_json_schema can be set.");
  }
  offered.push_back({name, open ? open : full});
  return first_bad([&] { return check_proto(*declaration, path, members); },
                   [&] {
                     return open ? check_schema(*open, path + ".parameters")
                                 : refusal{};
                   });
}

refusal read_tool(dom::element element, const std::string& path,
                  std::vector<offered_tool>& offered) {
  constexpr std::array<std::string_view, 8> members{
      "functionDeclarations", "googleSearchRetrieval",
      "codeExecution",        "googleSearch",
      "computerUse",          "urlContext",
      "fileSearch",           "googleMaps"};
  const auto tool = object_of(element);
  if (!tool) {
    return bad_value(path, "an object");
  }
  if (auto no = check_proto(*tool, path, members)) {
    return no;
  }
  std::optional<dom::array> list;
  if (auto no = read_proto_array(*tool, "functionDeclarations", path, list)) {
    return no;
  }
  std::size_t i = 0;
  for (const auto one : items_of(list)) {
    const auto place = indexed(path + ".function_declarations", i++);
    if (auto no = read_declaration(one, place, offered)) {
      return no;
    }
  }
  return std::nullopt;
}

refusal read_tool_list(dom::object root, std::vector<offered_tool>& offered) {
  std::optional<dom::array> tools;
  if (auto no = read_proto_array(root, "tools", "", tools)) {
    return no;
  }
  std::size_t i = 0;
  for (const auto tool : items_of(tools)) {
    if (auto no = read_tool(tool, indexed("tools", i++), offered)) {
      return no;
    }
  }
  return std::nullopt;
}

refusal read_mode(dom::object config, tool_demand& demand) {
  const auto mode = proto_text(config, "mode").value_or("AUTO");
  if (mode == "ANY") {
    demand.what = tool_demand::kind::required;
  } else if (mode == "NONE") {
    demand.what = tool_demand::kind::none;
  } else if (mode != "AUTO" && mode != "VALIDATED"
             && mode != "MODE_UNSPECIFIED") {
    return bad_value("tool_config.function_calling_config.mode",
                     "AUTO, ANY, NONE or VALIDATED");
  }
  return std::nullopt;
}

refusal read_names(dom::object config, const std::vector<offered_tool>& offered,
                   tool_demand& demand) {
  std::optional<dom::array> names;
  if (auto no =
          read_proto_array(config, "allowedFunctionNames",
                           "tool_config.function_calling_config", names)) {
    return no;
  }
  const auto mode = proto_text(config, "mode").value_or("AUTO");
  if (names && names->size() > 0 && mode != "ANY" && mode != "VALIDATED") {
    return google_error(400,
                        "Function calling config is set without "
                        "function_calling_config.mode ANY: "
                        "allowed_function_names is only for ANY or VALIDATED.");
  }
  for (const auto element : items_of(names)) {
    const auto name = text_of(element).value_or("");
    if (std::ranges::find(offered, name, &offered_tool::name)
        == offered.end()) {
      return google_error(400, "allowed_function_names has '"
                                   + std::string{name}
                                   + "', which no function declaration has.");
    }
    demand.only.push_back(name);
  }
  return std::nullopt;
}

} // namespace

refusal read_gemini_tools(dom::object root, std::vector<offered_tool>& offered,
                          tool_demand& demand) {
  constexpr std::array<std::string_view, 2> outer{"functionCallingConfig",
                                                  "retrievalConfig"};
  constexpr std::array<std::string_view, 3> inner{
      "mode", "allowedFunctionNames", "streamFunctionCallArguments"};
  std::optional<dom::object> config;
  std::optional<dom::object> calling;
  auto no = first_bad(
      [&] { return read_tool_list(root, offered); },
      [&] { return read_proto_object(root, "toolConfig", "", config); },
      [&] {
        return config ? check_proto(*config, "tool_config", outer) : refusal{};
      },
      [&] {
        return config ? read_proto_object(*config, "functionCallingConfig",
                                          "tool_config", calling)
                      : refusal{};
      });
  if (no || !calling) {
    return no;
  }
  if (offered.empty() && proto_text(*calling, "mode") == "ANY") {
    return google_error(400,
                        "Function calling config is set without "
                        "function_declarations.");
  }
  return first_bad(
      [&] {
        return check_proto(*calling, "tool_config.function_calling_config",
                           inner);
      },
      [&] { return read_mode(*calling, demand); },
      [&] { return read_names(*calling, offered, demand); });
}

} // namespace bellwether::simulator
