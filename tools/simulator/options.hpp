#pragma once

#include "simulator/vendor.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::simulator {

struct provider_options {
  std::string name;
  std::uint16_t port = 0; ///< 0: any free one
  vendor manners = vendor::openai;
};

/// What the command line says.
struct options {
  std::vector<provider_options> providers;
  std::string host = "127.0.0.1"; ///< of the providers
  std::string admin_host = "127.0.0.1";
  std::uint16_t admin_port = 7310;
  std::uint64_t seed = 1;
  double latency_ms = 0;
  double tokens_per_second = 0;
  std::string ready_file; ///< "": none
  bool quiet = false;
};

/// The four vendors on ports 7311 to 7314.
std::vector<provider_options> default_providers();

/// Options, or the exit code when the command line asks for help or is wrong;
/// the text for that has been printed.
struct command_line {
  std::optional<options> chosen;
  int exit_code = 0;
};

command_line parse_command_line(int argc, char** argv);

} // namespace bellwether::simulator
