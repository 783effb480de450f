#pragma once

#include "providers/openai/mending.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// A chat completion that lacks nothing but members that are null.
std::string with_nulls(std::string_view body);

/// A chat completion that read_completion accepted, in OpenAI's strict shape,
/// whatever it came in. `counted` is what its usage says.
std::string strict_answer(std::string_view body,
                          const std::optional<domain::usage>& counted,
                          const mending& by);

} // namespace bellwether::providers
