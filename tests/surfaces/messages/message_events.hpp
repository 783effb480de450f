#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace bellwether::surfaces::test {

/// The data of a stream's events. Throws where the framing is wrong or an
/// event's name is not its type.
std::vector<nlohmann::json> events_in(const std::string& stream);

/// The first rule of Anthropic's streams that the events break, or "".
std::string broken_rule(const std::vector<nlohmann::json>& events);

/// The message that a client makes of a complete stream. Throws
/// std::logic_error if the stream breaks a rule.
nlohmann::json assemble(const std::string& stream);

} // namespace bellwether::surfaces::test
