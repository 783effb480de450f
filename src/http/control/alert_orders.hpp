#pragma once

#include "domain/silence.hpp"
#include "http/control/control_error.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace bellwether::http {

// The bodies of what people change about alerts. An error names the field and
// what is allowed.

/// Reads {"by": "ada"}, who sees to it; without it "somebody".
std::variant<std::string, control_error> parse_acknowledgement(
    std::string_view body);

/// Reads {"sink": "ops"}.
std::variant<std::string, control_error> parse_sink_name(std::string_view body);

/// Reads {"rule": "provider_down", "entity": "openai", "minutes": 60, "reason":
/// "maintenance"}: without a rule or an entity any, without minutes an hour;
/// from `now` on.
std::variant<domain::silence, control_error> parse_silence(
    std::string_view body, domain::wall_time now);

} // namespace bellwether::http
