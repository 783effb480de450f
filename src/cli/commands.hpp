#pragma once

#include <optional>
#include <string>

// NOLINTNEXTLINE(readability-identifier-naming): CLI11's own name.
namespace CLI {
class App;
}

namespace bellwether::cli {

/// Exit codes, as the README lists them.
inline constexpr int success = 0;
inline constexpr int failure = 1;       ///< it began and could not go on
inline constexpr int configuration = 2; ///< the configuration is wrong

struct serve_options {
  std::string config;
  std::string listen;                   ///< "" = as configured
  std::string control;                  ///< "" = as configured
  std::string log_level;                ///< "" = as configured
  std::string ready_file;               ///< "" = none
  std::optional<std::string> state_dir; ///< "" = none; nothing: as configured
};

/// Runs the daemon until SIGINT or SIGTERM.
int serve(const serve_options& options);

/// Validates a configuration and prints what it comes to.
int check(const std::string& config);

/// Prints a table of a running daemon's providers.
int status(const std::string& control, bool json);

// Each adds a command whose exit code goes to `code`.
void add_serve(CLI::App& app, int& code);
void add_alerts(CLI::App& app, int& code); ///< test, ack, silence, unsilence
void add_drill(CLI::App& app, int& code);
void add_prices(CLI::App& app, int& code); ///< `prices import`
void add_report(CLI::App& app, int& code);
void add_export(CLI::App& app, int& code);
void add_ledger(CLI::App& app, int& code); ///< verify, backup, compact
void add_keys(CLI::App& app, int& code);   ///< create, list, revoke, rotate

} // namespace bellwether::cli
