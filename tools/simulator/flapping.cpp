#include "simulator/flapping.hpp"

namespace bellwether::simulator {

using std::chrono::nanoseconds;

const fault_plan& fault_at(const fault_plan& set, nanoseconds age) {
  static const fault_plan healthy;
  if (set.kind != fault_kind::flap) {
    return set;
  }
  return age % (set.up + set.down) < set.up ? healthy : *set.inner;
}

nanoseconds until_change(const fault_plan& set, nanoseconds age) {
  const auto round = set.up + set.down;
  const auto within = age % round;
  return (within < set.up ? set.up : round) - within;
}

bool can_refuse(const fault_plan& set) {
  const auto& fault = set.kind == fault_kind::flap ? *set.inner : set;
  return fault.kind == fault_kind::refuse;
}

} // namespace bellwether::simulator
