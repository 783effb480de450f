#pragma once

#include "settings/settings.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace bellwether::cli {

/// How a command was told where the daemon keeps what outlives it.
struct state_options {
  std::string state_dir; ///< wins; "" = not told
  std::string config;    ///< a configuration that says so; "" = not told
};

/// The folder, and what else the configuration says, if one was named.
struct state_folder {
  std::filesystem::path path;
  std::optional<settings::settings> configured;

  /// The configured time zone; UTC without a configuration.
  std::shared_ptr<const domain::time_zone> zone() const;
};

/// Finds the folder: the one that was named, that of the configuration, or the
/// one that `serve` takes when nothing says otherwise. Prints to standard error
/// why there is none and returns nothing.
std::optional<state_folder> find_state_folder(const state_options& options);

} // namespace bellwether::cli
