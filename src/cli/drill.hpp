#pragma once

#include "cli/admin_key.hpp"

#include <iosfwd>
#include <string>

namespace bellwether::cli {

/// What `bellwether drill` was told, as it was written.
struct drill_options {
  std::string provider;
  std::string fault;
  std::string share = "100%"; ///< of the attempts at the provider
  std::string length = "60s";
  std::string delay = "2s"; ///< of the fault `slow`
  admin_options daemon;
  std::string recover = "60s"; ///< how long to wait for the provider afterwards
  std::string out = ".";       ///< folder for the report
};

/// Holds a game day on a running daemon: starts the drill, shows how it goes,
/// stops it on SIGINT and SIGTERM, waits until the provider is back, and writes
/// the report. Returns the exit code: success when no caller felt it, failure
/// when one did or it could not run, configuration for wrong arguments.
int drill(const drill_options& options, std::ostream& out, std::ostream& err);

} // namespace bellwether::cli
