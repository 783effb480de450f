#pragma once

#include "simulator/dialogue.hpp"
#include "simulator/openai/fields.hpp"
#include "simulator/openai/house_rules.hpp"

#include <cstdint>

namespace bellwether::simulator {

/// Checks `messages` and gathers what they say.
refusal read_messages(simdjson::dom::object root, const house_rules& rules,
                      std::uint64_t seed, dialogue& d);

} // namespace bellwether::simulator
