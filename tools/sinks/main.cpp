#include "program/announce.hpp"
#include "program/run.hpp"
#include "sinks/options.hpp"
#include "sinks/server.hpp"

#include <csignal>

namespace {

/// Blocks the signals that end the program, before its first thread.
sigset_t block_ends() {
  sigset_t ends{};
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  return ends;
}

} // namespace

int main(int argc, char** argv) {
  using namespace bellwether;
  return run(
      "bellwether-sinks", [&] { return sinks::parse_command_line(argc, argv); },
      [](const sinks::options& o) {
        const auto ends = block_ends();
        const sinks::server s{o};
        announce(s.addresses(), o.quiet, o.ready_file);
        int received = 0;
        sigwait(&ends, &received);
      });
}
