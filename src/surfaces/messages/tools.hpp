#pragma once

#include "surfaces/messages/fields.hpp"

namespace bellwether::surfaces::anthropic {

/// Puts `tools` and `tool_choice` of the caller's body into the chat request.
void put_tools(const json& body, json& chat, fault_log& faults);

} // namespace bellwether::surfaces::anthropic
