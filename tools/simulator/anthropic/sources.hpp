#pragma once

#include "simulator/anthropic/fields.hpp"
#include "simulator/dialogue.hpp"

#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Checks the source of an image or a document (`type`) and notes it.
refusal read_source(simdjson::dom::object block, std::string_view type,
                    const std::string& path, dialogue& d);

} // namespace bellwether::simulator
