#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::sinks {

/// What the command line says.
struct options {
  std::uint16_t port = 7320; ///< 0: any free one
  std::uint16_t smtp_port = 7325;
  std::vector<std::string> webhook_keys; ///< decoded from the secrets
  std::string ready_file;                ///< "": none
  bool quiet = false;
};

/// Options, or the exit code when the command line asks for help or is wrong;
/// the text for that has been printed.
struct command_line {
  std::optional<options> chosen;
  int exit_code = 0;
};

command_line parse_command_line(int argc, char** argv);

} // namespace bellwether::sinks
