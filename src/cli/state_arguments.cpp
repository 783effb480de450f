#include "cli/state_arguments.hpp"

#include <CLI/CLI.hpp>

namespace bellwether::cli {

void add_state_options(CLI::App& to, state_options& options) {
  to.add_option("--state-dir", options.state_dir,
                "Folder in which the daemon keeps its state; without it that "
                "of the configuration, or the one `serve` takes by itself")
      ->type_name("FOLDER");
  to.add_option("--config", options.config,
                "The daemon's configuration, which says where that is")
      ->type_name("FILE");
}

} // namespace bellwether::cli
