#pragma once

#include "providers/anthropic/json_writer.hpp"
#include "providers/anthropic/model_name.hpp"
#include "providers/conversation.hpp"

namespace bellwether::providers::anthropic {

/// Writes `tools` and `tool_choice`. A conversation with calls in it but no
/// tools gets those that were called, none of which may be called again.
void write_tools(const conversation& c, const abilities& model,
                 object_writer& out);

} // namespace bellwether::providers::anthropic
