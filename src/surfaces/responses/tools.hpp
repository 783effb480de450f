#pragma once

#include "surfaces/openai_request.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bellwether::surfaces {

// Each takes one member of a request and sets what it means in a chat
// completion.

/// `tools`: functions only.
problem read_tools(nlohmann::ordered_json& tools, nlohmann::ordered_json& chat);

problem read_tool_choice(nlohmann::ordered_json& choice,
                         nlohmann::ordered_json& chat);

} // namespace bellwether::surfaces
