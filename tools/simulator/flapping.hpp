#pragma once

#include "simulator/fault_plan.hpp"

#include <chrono>

namespace bellwether::simulator {

/// What a fault is so long after it was set: of one that flaps nothing or its
/// inner fault, of any other itself. Lives as long as `set`.
const fault_plan& fault_at(const fault_plan& set, std::chrono::nanoseconds age);

/// How long after `age` a fault that flaps changes next.
std::chrono::nanoseconds until_change(const fault_plan& set,
                                      std::chrono::nanoseconds age);

/// Whether the fault refuses connections, now or in its turn.
bool can_refuse(const fault_plan& set);

} // namespace bellwether::simulator
