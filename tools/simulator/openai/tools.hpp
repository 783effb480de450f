#pragma once

#include "simulator/openai/fields.hpp"
#include "simulator/openai/house_rules.hpp"
#include "simulator/tool_plan.hpp"

namespace bellwether::simulator {

/// Checks `tools`, `tool_choice` and `parallel_tool_calls`, and plans the
/// calls.
refusal read_tools(simdjson::dom::object root, const house_rules& rules,
                   const dialogue& d, question& q);

} // namespace bellwether::simulator
