#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::load {

/// How the load is made; exactly one of them.
enum class mode : std::uint8_t {
  open_loop,   ///< requests at a fixed rate, whatever the answers take
  closed_loop, ///< each connection sends when its last answer is there
  streams      ///< a number of streams at the same time, once each
};

/// What the command line says.
struct options {
  mode how = mode::closed_loop;
  std::string url = "http://127.0.0.1:7300/v1/chat/completions";
  double rate = 0;             ///< open loop: requests a second
  std::size_t connections = 1; ///< closed loop: used; open loop: at most
  std::size_t streams = 0;     ///< streams: how many
  std::chrono::milliseconds duration{10'000};
  std::chrono::milliseconds ramp{0};
  std::chrono::milliseconds timeout{30'000};
  std::chrono::microseconds interval{0}; ///< expected between chunks
  std::optional<std::size_t> chunks;     ///< expected content chunks
  std::uint64_t count = 0;               ///< requests at most
  double stream_share = 0;
  std::string body_file; ///< "": a built-in chat request
  std::string model;     ///< "": the one of the body
  std::vector<std::string> headers;
  std::string json_file; ///< "": none; "-": standard output
};

/// Options, or the exit code when the command line asks for help or is wrong;
/// the text for that has been printed.
struct command_line {
  std::optional<options> chosen;
  int exit_code = 0;
};

command_line parse_command_line(int argc, char** argv);

} // namespace bellwether::load
