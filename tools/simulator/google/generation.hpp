#pragma once

#include "simulator/answer.hpp"
#include "simulator/google/fields.hpp"

#include <string_view>

namespace bellwether::simulator {

/// Checks `generationConfig` for that model and takes what decides the answer
/// from it. `tools`: functions are declared.
refusal read_generation(simdjson::dom::object root, std::string_view model,
                        bool tools, question& q);

} // namespace bellwether::simulator
