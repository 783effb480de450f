#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace bellwether::cli {

struct prices_import_options {
  std::string file;              ///< LiteLLM's price map
  std::string output;            ///< "" = standard output
  std::vector<std::string> only; ///< names of entries; none = all
  std::string updated;           ///< "2026-11-22"; "" = today
  bool force = false;            ///< replace `output` if it exists
};

/// Makes a `pricing_file` of LiteLLM's price map: the file to `out` or to
/// options.output, counts and problems to `err`. Returns the exit code.
int prices_import(const prices_import_options& options, std::ostream& out,
                  std::ostream& err);

} // namespace bellwether::cli
