#include "cli/state_folder.hpp"

#include "cli/read_config.hpp"
#include "settings/load.hpp"

#include <iostream>
#include <utility>

namespace bellwether::cli {

namespace fs = std::filesystem;

namespace {

/// Keys are not looked for: whoever looks after the books need not have those
/// of the providers.
std::optional<std::string> without_secrets(const std::string& name) {
  const auto value = settings::process_environment(name);
  const bool names_a_folder =
      name == "STATE_DIRECTORY" || name == "XDG_STATE_HOME" || name == "HOME";
  return value || names_a_folder ? value : "not-needed-here";
}

} // namespace

std::shared_ptr<const domain::time_zone> state_folder::zone() const {
  if (configured && configured->zone)
    return configured->zone;
  return {std::shared_ptr<const void>{}, &domain::utc()};
}

std::optional<state_folder> find_state_folder(const state_options& options) {
  state_folder out;
  if (!options.config.empty()) {
    out.configured = read_config(options.config, without_secrets);
    if (!out.configured)
      return std::nullopt;
    out.path = out.configured->state_dir;
  }
  if (!options.state_dir.empty())
    out.path = fs::absolute(options.state_dir);
  else if (options.config.empty())
    out.path = settings::default_state_dir(settings::process_environment);
  if (!out.path.empty())
    return out;
  std::cerr << (options.config.empty()
                    ? "there is no state folder: neither STATE_DIRECTORY, "
                      "XDG_STATE_HOME nor HOME is set"
                    : options.config + " keeps nothing: its state_dir is \"\"")
            << "; name one with --state-dir FOLDER\n";
  return std::nullopt;
}

} // namespace bellwether::cli
