#pragma once

#include "providers/conversation.hpp"
#include "providers/conversation_fields.hpp"

#include <vector>

// For the sources that read a conversation only.

namespace bellwether::providers {

/// Reads `messages`. Arguments of calls stay as they were written.
field_fault read_turns(const dom::element& messages, std::vector<turn>& out);

} // namespace bellwether::providers
