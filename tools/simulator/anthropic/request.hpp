#pragma once

#include "simulator/wire_format.hpp"

#include <simdjson.h>
#include <variant>

namespace bellwether::simulator {

/// The question in a Messages request, or the 400 that Anthropic answers.
/// `parser` keeps the buffers.
std::variant<question, http_reply> read_messages_request(
    const request_view& r, simdjson::dom::parser& parser);

} // namespace bellwether::simulator
