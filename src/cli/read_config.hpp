#pragma once

#include "settings/load.hpp"

#include <optional>
#include <string>

namespace bellwether::cli {

/// Loads a configuration file. Prints every problem to standard error and
/// returns nothing if there is one.
std::optional<settings::settings> read_config(
    const std::string& path,
    const settings::environment& env = settings::process_environment);

} // namespace bellwether::cli
