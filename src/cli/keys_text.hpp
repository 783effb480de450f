#pragma once

#include "domain/caller_key.hpp"
#include "domain/wall_time.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace bellwether::cli {

/// A key for other programs, without hashes.
nlohmann::ordered_json key_json(const domain::caller_key& key);

/// The keys as a table, for a terminal.
std::string keys_table(const std::vector<domain::caller_key>& keys,
                       domain::wall_time now);

/// "TEAM-1", "key-1": the first name of that kind that is free.
std::string free_name(const std::vector<domain::caller_key>& keys,
                      const std::string& team);

} // namespace bellwether::cli
