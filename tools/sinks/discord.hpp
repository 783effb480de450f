#pragma once

#include "sinks/request.hpp"

namespace bellwether::sinks {

/// What a Discord webhook answers to a request.
finding check_discord(const request& r);

} // namespace bellwether::sinks
