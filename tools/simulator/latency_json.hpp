#pragma once

#include "simulator/behavior.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bellwether::simulator {

constexpr double longest_latency_ms = 600'000;

/// A latency from a number, or from an object with "distribution" and its
/// parameters. Throws field_error.
latency_model parse_latency(const nlohmann::json& value);

nlohmann::json latency_to_json(const latency_model& model);

} // namespace bellwether::simulator
