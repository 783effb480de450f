#pragma once

#include "surfaces/messages/fields.hpp"

namespace bellwether::surfaces::anthropic {

/// Appends the system message for a `system` of text or text blocks; none if
/// there is no text in it.
void append_system(const json& content, const std::string& path, json& chat,
                   fault_log& faults);

/// Appends the chat messages that one message of the caller stands for.
void append_turn(const json& message, const std::string& path, json& chat,
                 fault_log& faults);

} // namespace bellwether::surfaces::anthropic
