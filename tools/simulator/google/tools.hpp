#pragma once

#include "simulator/google/fields.hpp"
#include "simulator/tool_plan.hpp"

namespace bellwether::simulator {

/// Checks `tools` and `toolConfig`.
refusal read_gemini_tools(simdjson::dom::object root,
                          std::vector<offered_tool>& offered,
                          tool_demand& demand);

} // namespace bellwether::simulator
