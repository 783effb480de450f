#pragma once

#include <string>

namespace bellwether::settings {

/// The cause of a syntax error without the text that was read: nlohmann quotes
/// it, and it may be a key that somebody pasted.
std::string cause_of(std::string what);

} // namespace bellwether::settings
