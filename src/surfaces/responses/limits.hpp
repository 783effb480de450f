#pragma once

#include "surfaces/openai_request.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bellwether::surfaces {

/// Refuses what a request says that needs a memory of earlier responses, or
/// that belongs to another API, and members of a wrong type.
problem check_members(nlohmann::ordered_json& request);

} // namespace bellwether::surfaces
