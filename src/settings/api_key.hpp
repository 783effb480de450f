#pragma once

#include "settings/sections.hpp"

#include <string>
#include <string_view>

namespace bellwether::settings {

/// What the keys of the configuration are called that lead to a secret.
struct key_names {
  std::string_view variable; ///< its name in the environment
  std::string_view file;     ///< the file that holds it
  std::string_view literal;  ///< always refused
  std::string_view example;  ///< such a variable's name, for messages
};

/// A secret, or why there is none.
struct api_key {
  std::string value;    ///< secret
  std::string from;     ///< safe to show
  bool needed = false;  ///< the configuration names one
  std::string disabled; ///< why there is none although one is named
  std::string remedy;   ///< the variable that would help, or ""
};

/// Reads the variable's or the file's name and what it leads to, and refuses a
/// literal secret. No message ever shows what these keys hold, unless it is a
/// variable's name.
api_key read_api_key(object_reader& section, const surroundings& around,
                     const key_names& names);

} // namespace bellwether::settings
