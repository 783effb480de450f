#pragma once

#include "simulator/anthropic/fields.hpp"
#include "simulator/dialogue.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Where a content block stands.
struct block_place {
  std::string path; ///< "messages.1.content.0"
  std::string_view role;
  std::size_t message = 0;
  std::uint64_t seed = 0; ///< for signatures
};

/// Checks a content block of a message and gathers what it says and shows.
refusal read_block(simdjson::dom::element element, const block_place& place,
                   dialogue& d);

/// Checks a text block of the system prompt.
refusal read_system_block(simdjson::dom::element element,
                          const std::string& path, dialogue& d);

/// The type of a block that read_block() has accepted.
std::string_view type_of(simdjson::dom::element block);

} // namespace bellwether::simulator
