#pragma once

#include "domain/failure.hpp"
#include "providers/conversation.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <vector>

namespace bellwether::providers::gemini {

/// Writes the turns as `contents` and `systemInstruction` of a request. Empties
/// the turns, whose pictures may be large. `signed_calls`: the model wants a
/// signature on the first call of each of its turns, so those of other
/// providers get the one that Google documents for them. A failure is
/// unsupported: content by reference that only its owner could fetch.
std::optional<domain::failure> write_contents(std::vector<turn> turns,
                                              bool signed_calls,
                                              nlohmann::ordered_json& request);

} // namespace bellwether::providers::gemini
