#include "providers/openai/strict_message.hpp"

namespace bellwether::providers {

bool whole_number(std::string_view value) {
  if (value.starts_with('-'))
    value.remove_prefix(1);
  return !value.empty() && value.find_first_not_of("0123456789") == value.npos;
}

void mend_members(const object_members& message, json_edits& edits) {
  for (const auto* name : {"function_call", "annotations"}) {
    if (message[name].empty())
      edits.drop(name);
  }
  if (!is_array(message["tool_calls"]))
    edits.drop("tool_calls");
  const auto reasoning = message["reasoning"];
  if (!is_string(reasoning))
    return;
  edits.drop("reasoning");
  if (!is_string(message["reasoning_content"]))
    edits.set("reasoning_content", std::string(reasoning));
}

} // namespace bellwether::providers
