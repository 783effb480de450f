#pragma once

#include "simulator/google/fields.hpp"

#include <string>

namespace bellwether::simulator {

/// Refuses what is no Schema of Gemini's, which is a part of OpenAPI's:
/// `additionalProperties`, `$ref` and the like, and a list of types.
refusal check_schema(simdjson::dom::element value, const std::string& path);

} // namespace bellwether::simulator
