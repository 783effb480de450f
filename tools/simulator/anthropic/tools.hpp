#pragma once

#include "simulator/anthropic/fields.hpp"
#include "simulator/tool_plan.hpp"

namespace bellwether::simulator {

/// Checks `tools` and `tool_choice`, and plans the calls. With `thinking` no
/// call can be forced.
refusal read_anthropic_tools(simdjson::dom::object root, bool thinking,
                             const dialogue& d, question& q);

} // namespace bellwether::simulator
