#pragma once

#include "surfaces/messages/fields.hpp"

namespace bellwether::surfaces::anthropic {

/// Puts `thinking`, `output_config` and the deprecated `output_format` into
/// the chat request. Returns whether the caller wants to see thinking.
bool put_output_controls(const json& body, json& chat, fault_log& faults);

/// Puts the limits, `stop_sequences`, `metadata` and `service_tier` into it.
void put_settings(const json& body, json& chat, fault_log& faults);

} // namespace bellwether::surfaces::anthropic
