#pragma once

#include "surfaces/responses/frame.hpp"

#include <string>
#include <string_view>

namespace bellwether::surfaces {

/// The response that a chat completion is. `frame` learns from it.
std::string write_answer(std::string_view completion, response_frame& frame,
                         bool sealed);

} // namespace bellwether::surfaces
