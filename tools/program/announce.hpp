#pragma once

#include <string>

namespace bellwether {

/// Tells where a program listens now: on standard output unless it is quiet,
/// and in the file `ready_file` if one is named. Whoever waits for that file
/// sees the whole text or no file. Throws std::runtime_error if it cannot be
/// written.
void announce(const std::string& addresses, bool quiet,
              const std::string& ready_file);

} // namespace bellwether
