#pragma once

#include "cli/keys.hpp"
#include "cli/state_folder.hpp"

#include <string>
#include <vector>

namespace bellwether::cli {

/// What is wrong with the options of a key that is to be made, or "". Models
/// are looked for in the folder's configuration, if there is one.
std::string problem_with(const key_options& options,
                         const state_folder& folder);

/// "; did you mean X?", or "" if none of the known words is near.
std::string offer(const std::string& word,
                  const std::vector<std::string>& known);

} // namespace bellwether::cli
