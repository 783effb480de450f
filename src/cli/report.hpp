#pragma once

#include <iosfwd>
#include <string>

namespace bellwether::cli {

/// What `bellwether report` was told, as it was written.
struct report_options {
  std::string from; ///< "" = the month's beginning
  std::string to;   ///< "" = now
  std::string by = "model";
  std::string format = "table"; ///< or json, csv
  std::string control = "127.0.0.1:7301";
};

/// Asks a running daemon what its traffic cost, and prints it. Returns the exit
/// code.
int report(const report_options& options, std::ostream& out, std::ostream& err);

/// What `bellwether export` was told.
struct export_options {
  std::string file;
  std::string from;
  std::string to;
  std::string format; ///< json or csv; "" = by the file's ending
  bool force = false; ///< replace the file if it exists
  std::string control = "127.0.0.1:7301";
};

/// Writes all single attempts of a time to a file. Returns the exit code.
int export_costs(const export_options& options, std::ostream& out,
                 std::ostream& err);

} // namespace bellwether::cli
