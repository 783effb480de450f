#pragma once

#include "simulator/dialogue.hpp"
#include "simulator/google/fields.hpp"

#include <cstdint>
#include <string_view>

namespace bellwether::simulator {

/// Checks `systemInstruction` and `contents` for that model and gathers what
/// they say. `seed` is for signatures.
refusal read_contents(simdjson::dom::object root, std::string_view model,
                      std::uint64_t seed, dialogue& d);

/// The texts of a content that is embedded.
refusal read_embedded_content(simdjson::dom::object request,
                              std::string_view path, std::string& text);

} // namespace bellwether::simulator
