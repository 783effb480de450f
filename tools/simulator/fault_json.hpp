#pragma once

#include "simulator/behavior.hpp"

#include <nlohmann/json_fwd.hpp>

namespace bellwether::simulator {

/// A fault from its name, or from an object with "kind" and the parameters of
/// that kind. Throws field_error.
fault_plan parse_fault(const nlohmann::json& value);

/// The kind and the parameters that it uses.
nlohmann::json fault_to_json(const fault_plan& fault);

} // namespace bellwether::simulator
