#pragma once

#include "surfaces/responses/frame.hpp"
#include "surfaces/surface.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bellwether::surfaces {

/// What the answer repeats of its request.
response_frame make_frame(nlohmann::ordered_json& request,
                          const call_identity& who);

} // namespace bellwether::surfaces
