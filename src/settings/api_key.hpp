#pragma once

#include "settings/sections.hpp"

#include <string>

namespace bellwether::settings {

/// A provider's key, or why it has none.
struct api_key {
  std::string value;    ///< secret
  std::string from;     ///< safe to show
  bool needed = false;  ///< the configuration names a key
  std::string disabled; ///< why there is no key although one is needed
  std::string remedy;   ///< the variable that would help, or ""
};

/// Reads `api_key_env` or `api_key_file` and refuses a literal `api_key`. No
/// message ever shows what these keys hold, unless it is a variable's name.
api_key read_api_key(object_reader& provider, const surroundings& around);

} // namespace bellwether::settings
