#pragma once

#include <cstdint>
#include <string_view>

namespace bellwether::settings {

/// What a number may be, and what it counts.
struct range {
  std::int64_t least = 0;
  std::int64_t most = 0;
  std::string_view unit = {}; ///< "ms", "bytes"; may be empty
};

} // namespace bellwether::settings
