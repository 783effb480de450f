#pragma once

#include "domain/caller_key.hpp"

#include <string>
#include <vector>

namespace bellwether::cli {

/// The key of that name; null, and why not, if there is none.
domain::caller_key* find_key(std::vector<domain::caller_key>& keys,
                             const std::string& name, std::string& problem);

} // namespace bellwether::cli
