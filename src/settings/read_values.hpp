#pragma once

#include "domain/backoff.hpp"
#include "settings/object_reader.hpp"

#include <cstdint>
#include <string_view>

namespace bellwether::settings {

/// Reads two bounds and reports them if they stand the wrong way round.
void read_bounds(object_reader& section, std::string_view low,
                 std::string_view high, domain::backoff& out,
                 const range& allowed);

/// Reads whole percents from `least` to `most` as a share: 20 is 0.2.
void read_share(object_reader& section, std::string_view key, double& out,
                std::int64_t least, std::int64_t most);

} // namespace bellwether::settings
