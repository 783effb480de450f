#pragma once

#include "providers/conversation.hpp"
#include "providers/conversation_fields.hpp"

#include <string>
#include <vector>

// For the sources that read a conversation only.

namespace bellwether::providers {

/// Reads a message's `content`: a string or an array of parts. `path` names it,
/// such as "messages[3].content". Which kinds of part a role may have is the
/// caller's to judge.
field_fault read_parts(const dom::element& content, const std::string& path,
                       std::vector<content_part>& out);

} // namespace bellwether::providers
