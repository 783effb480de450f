#pragma once

#include "cli/prices_litellm.hpp"

#include <string>

namespace bellwether::cli {

/// Where prices come from, as their file says it.
struct price_origin {
  std::string updated; ///< "2026-11-22"
  std::string source;
};

/// The text of a `pricing_file`, one model a line.
std::string pricing_text(const named_prices& models,
                         const price_origin& origin);

/// Writes a file whole or not at all. Returns what went wrong, or "".
std::string write_whole(const std::string& path, const std::string& text,
                        bool replace);

} // namespace bellwether::cli
