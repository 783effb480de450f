#pragma once

#include <chrono>

namespace bellwether::domain {

/// A moment that outlives the process, to the millisecond, in UTC.
using wall_time = std::chrono::sys_time<std::chrono::milliseconds>;

} // namespace bellwether::domain
