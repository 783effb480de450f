#pragma once

#include "cli/state_folder.hpp"

#include <iosfwd>
#include <string>

namespace bellwether::cli {

// What `bellwether ledger` does with a ledger's file, whether a daemon runs on
// it or not. Each returns the exit code.

/// Checks every row's hash.
int verify_ledger(const state_options& where, std::ostream& out,
                  std::ostream& err);

/// Writes a whole copy to `file`. `force`: replaces it if it exists.
int back_up_ledger(const state_options& where, const std::string& file,
                   bool force, std::ostream& out, std::ostream& err);

/// Gives free space back to the disk.
int compact_ledger(const state_options& where, std::ostream& out,
                   std::ostream& err);

} // namespace bellwether::cli
