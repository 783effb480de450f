#pragma once

#include <cstdlib>

namespace bellwether::fuzz {

/// What must hold for every input.
inline void require(bool holds) {
  if (!holds)
    std::abort();
}

} // namespace bellwether::fuzz
