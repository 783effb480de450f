#pragma once

#include "simulator/limits.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bellwether::simulator {

/// Limits from {"requests", "tokens", "window_ms"}, each optional. Throws
/// field_error.
limit_plan parse_limits(const nlohmann::json& value);

/// The same object; null if nothing is limited.
nlohmann::json limits_to_json(const limit_plan& plan);

} // namespace bellwether::simulator
