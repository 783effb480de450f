#pragma once

#include "settings/settings.hpp"

#include <string>

namespace bellwether::settings {

/// What `bellwether check` prints: addresses, providers, models and routes in
/// tables. Holds no secret; the notes are the caller's to print.
std::string summarize(const settings& s);

} // namespace bellwether::settings
