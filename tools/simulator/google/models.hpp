#pragma once

#include <string_view>

namespace bellwether::simulator {

/// gemini-2.5-*: thinks by default and takes a budget, no level.
bool is_gemini_25(std::string_view model);

/// gemini-3*: calls in the history need the signature of their thought.
bool needs_signatures(std::string_view model);

/// Whether the model thinks without being asked to.
bool thinks_by_default(std::string_view model);

} // namespace bellwether::simulator
