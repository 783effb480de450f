#pragma once

#include <rapidcheck.h>

namespace bellwether::domain {

/// Any number in [from, to), from the first run of a property on: inRange
/// alone begins with tiny ranges.
template <class T>
T any_of(T from, T to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<T>(from, to));
}

} // namespace bellwether::domain
