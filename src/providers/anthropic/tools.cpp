#include "providers/anthropic/tools.hpp"

#include <set>
#include <string>

namespace bellwether::providers::anthropic {

namespace {

using choice = tool_choice::kind;

constexpr std::string_view no_parameters =
    R"({"type":"object","properties":{}})";

std::string schema_of(const std::string& parameters) {
  if (parameters.empty())
    return std::string(no_parameters);
  // Anthropic insists on the type, which OpenAI does not.
  if (find_member(parameters, "type"))
    return parameters;
  return splice(parameters, {{member_edit::kind::set, "type", "\"object\""}});
}

std::string tool_of(const offered_tool& tool, const abilities& model) {
  object_writer out;
  out.text("name", tool.name);
  if (!tool.description.empty())
    out.text("description", tool.description);
  out.json("input_schema", schema_of(tool.parameters));
  if (tool.strict.value_or(false) && model.schemas)
    out.json("strict", "true");
  return out.json_if_any("cache_control", tool.cache_control).take();
}

std::string_view word_of(choice what) {
  switch (what) {
    case choice::none:
      return "none";
    case choice::required:
      return "any";
    case choice::named:
      return "tool";
    case choice::unset:
    case choice::automatic:
      break;
  }
  return "auto";
}

void write_choice(const conversation& c, object_writer& out) {
  const bool one_at_a_time = !c.parallel_tool_calls.value_or(true);
  if (c.tool_choice.what == choice::unset && !one_at_a_time)
    return;
  object_writer made;
  made.text("type", word_of(c.tool_choice.what));
  if (c.tool_choice.what == choice::named)
    made.text("name", c.tool_choice.name);
  if (one_at_a_time && c.tool_choice.what != choice::none)
    made.json("disable_parallel_tool_use", "true");
  out.json("tool_choice", made.take());
}

void write_called(const conversation& c, object_writer& out) {
  std::set<std::string> seen;
  array_writer tools;
  for (const auto& said : c.turns) {
    for (const auto& call : said.calls) {
      if (seen.insert(call.name).second)
        tools.add(object_writer()
                      .text("name", call.name)
                      .json("input_schema", no_parameters)
                      .take());
    }
  }
  if (tools.empty())
    return;
  out.json("tools", tools.take());
  out.json("tool_choice", R"({"type":"none"})");
}

} // namespace

void write_tools(const conversation& c, const abilities& model,
                 object_writer& out) {
  if (c.tools.empty())
    return write_called(c, out);
  array_writer tools;
  for (const auto& tool : c.tools)
    tools.add(tool_of(tool, model));
  out.json("tools", tools.take());
  write_choice(c, out);
}

} // namespace bellwether::providers::anthropic
