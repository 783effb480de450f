#pragma once

#include "cli/state_folder.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::cli {

/// Takes a limit, or a team, away.
inline constexpr const char* no_limit = "none";

/// What `bellwether keys update` was told, as it was written. What is not there
/// stays as it is.
struct key_changes {
  state_options where = {};
  std::string name = {};
  std::optional<std::string> team = {};
  std::optional<std::string> budget = {}; ///< "50/month"
  std::optional<std::string> requests_per_minute = {};
  std::optional<std::string> tokens_per_minute = {};
  std::vector<std::string> models = {};
  bool json = false;
};

/// Changes a key that is good, shows it as it is then on `out`, and returns the
/// exit code. Words go to `err`.
int update_key(const key_changes& changes, std::ostream& out,
               std::ostream& err);

} // namespace bellwether::cli
