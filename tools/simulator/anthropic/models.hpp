#pragma once

#include <string_view>

namespace bellwether::simulator {

/// The version in a Claude's name, 4.6 as 46 and 5 as 50; 0: none is there.
/// A date is no version.
int claude_version(std::string_view model);

/// Whether the model refuses temperature, top_p and top_k.
bool refuses_sampling(std::string_view model);

constexpr int first_with_formats = 45; ///< and without both of the samplings
constexpr int first_adaptive = 46;     ///< and the last that is prefilled: 45

} // namespace bellwether::simulator
