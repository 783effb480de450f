#pragma once

#include "providers/conversation.hpp"

#include <string>
#include <variant>

namespace bellwether::providers::anthropic {

/// `system` as JSON: all instructions, wherever they stand, and what has no
/// place of its own (JSON without a schema). "" if there are none.
std::string system_of(const conversation& c);

/// Whether the turn has more than blank text; what has not is left out.
bool says_something(const turn& said);

/// `messages` as JSON. Thinking blocks are replayed only if `thinking` is on
/// in this request.
std::variant<std::string, domain::failure> messages_of(const conversation& c,
                                                       bool thinking);

} // namespace bellwether::providers::anthropic
