#pragma once

#include "cli/state_folder.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::cli {

/// What `bellwether keys create` was told, as it was written.
struct key_options {
  state_options where = {};
  std::string name = {};   ///< "" = one is made
  std::string team = {};   ///< "" = none
  std::string budget = {}; ///< "50/month"; "" = none
  std::optional<std::int64_t> requests_per_minute = {};
  std::optional<std::int64_t> tokens_per_minute = {};
  std::vector<std::string> models = {}; ///< none = all
  bool json = false;
};

// Each changes or shows the key file and returns the exit code. The secret of a
// key is printed once, on a line of its own on `out`; words go to `err`.

int create_key(const key_options& options, std::ostream& out,
               std::ostream& err);
int list_keys(const state_options& where, bool json, std::ostream& out,
              std::ostream& err);
int revoke_key(const state_options& where, const std::string& name,
               std::ostream& err);

/// Gives the key a new secret; the former one is good for `grace` ("24h") more.
int rotate_key(const state_options& where, const std::string& name,
               const std::string& grace, bool json, std::ostream& out,
               std::ostream& err);

} // namespace bellwether::cli
