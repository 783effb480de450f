#pragma once

#include "surfaces/openai_request.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bellwether::surfaces {

/// Appends the `input` of a request, text or items, to the `messages` of a chat
/// completion. Takes what it needs out of `input`.
problem read_input(nlohmann::ordered_json& input,
                   nlohmann::ordered_json& messages);

} // namespace bellwether::surfaces
