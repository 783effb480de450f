#pragma once

#include "providers/openai/json_pieces.hpp"

#include <string_view>

namespace bellwether::providers {

/// Whether `value` is a JSON number without a fraction.
bool whole_number(std::string_view value);

/// What messages and deltas have in common: members that are null where OpenAI
/// has none go, and `reasoning` takes its usual name.
void mend_members(const object_members& message, json_edits& edits);

} // namespace bellwether::providers
