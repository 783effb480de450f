#pragma once

#include "cli/state_folder.hpp"

// NOLINTNEXTLINE(readability-identifier-naming): CLI11's own name.
namespace CLI {
class App;
}

namespace bellwether::cli {

/// Adds --state-dir and --config.
void add_state_options(CLI::App& to, state_options& options);

} // namespace bellwether::cli
