#pragma once

#include "simulator/anthropic/fields.hpp"
#include "simulator/dialogue.hpp"

#include <cstdint>
#include <string_view>

namespace bellwether::simulator {

/// What the rest of the request means for its messages.
struct message_rules {
  bool thinking = false; ///< turns with calls must begin with a thought
  bool prefill = true;   ///< the last message may be the assistant's
  std::uint64_t seed = 0;
};

/// Checks `messages` and gathers what they say.
refusal read_anthropic_messages(simdjson::dom::object root,
                                const message_rules& rules, dialogue& d);

} // namespace bellwether::simulator
