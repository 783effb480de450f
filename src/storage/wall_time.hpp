#pragma once

#include "domain/wall_time.hpp"
#include "storage/memory.hpp"

namespace bellwether::storage {

using domain::wall_time;

/// The same moment on the other clock. One that is more than a century from
/// now counts as a century away, so that arithmetic with it cannot overflow.
wall_time to_wall(domain::time_point at, const moment& now);
domain::time_point to_steady(wall_time at, const moment& now);

} // namespace bellwether::storage
