#pragma once

#include "simulator/answer.hpp"
#include "simulator/google/fields.hpp"

#include <string_view>

namespace bellwether::simulator {

/// Checks `thinkingConfig` of a generationConfig for that model and decides
/// whether it thinks.
refusal read_thinking_config(simdjson::dom::object config,
                             std::string_view model, question& q);

} // namespace bellwether::simulator
