#pragma once

#include "providers/conversation.hpp"
#include "providers/conversation_fields.hpp"

// For the sources that read a conversation only.

namespace bellwether::providers {

field_fault read_tools(const dom::element& tools, conversation& out);

/// The deprecated `functions`: tools without their wrapping.
field_fault read_functions(const dom::element& functions, conversation& out);

field_fault read_tool_choice(const dom::element& choice, conversation& out);

/// The deprecated `function_call`, which `tool_choice` replaces.
field_fault read_function_choice(const dom::element& choice, conversation& out);

} // namespace bellwether::providers
