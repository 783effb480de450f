#pragma once

#include "sinks/request.hpp"

namespace bellwether::sinks {

/// What a Teams workflow with a webhook answers to a request: one adaptive
/// card, at most 28 KB in all.
finding check_teams(const request& r);

} // namespace bellwether::sinks
