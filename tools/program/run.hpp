#pragma once

#include <exception>
#include <iostream>

namespace bellwether {

/// What main() does: reads the command line, which may have an exit code for an
/// answer, and serves what was chosen. What goes wrong is told with the
/// program's name.
template <class Serve, class Parse>
int run(const char* name, const Parse& parse, const Serve& serve) {
  try {
    const auto line = parse();
    if (!line.chosen)
      return line.exit_code;
    serve(*line.chosen);
    return 0;
  } catch (const std::exception& e) {
    std::cerr << name << ": " << e.what() << '\n';
    return 1;
  }
}

} // namespace bellwether
