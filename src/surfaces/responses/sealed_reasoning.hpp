#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace bellwether::surfaces {

/// Reasoning as the opaque text that a caller hands back with its next call.
/// `thinking_blocks` is the JSON of the blocks, between the brackets.
std::string seal_reasoning(std::string_view text,
                           std::string_view thinking_blocks);

/// {thinking_blocks, reasoning_content} of what seal_reasoning made; null for
/// any other text.
nlohmann::ordered_json unseal_reasoning(std::string_view sealed);

} // namespace bellwether::surfaces
