#include "sinks/options.hpp"
#include "sinks/server.hpp"

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace {

/// Whoever waits for `path` sees the whole text or no file.
void write_atomically(const std::string& path, const std::string& text) {
  const auto draft = path + "." + std::to_string(::getpid());
  std::ofstream file{draft};
  file << text << '\n';
  file.close();
  if (!file || std::rename(draft.c_str(), path.c_str()) != 0) {
    std::filesystem::remove(draft);
    throw std::runtime_error{"cannot write the ready file " + path};
  }
}

void serve(const bellwether::sinks::options& o) {
  // Before the first thread, so that none of them takes the signal.
  sigset_t ends{};
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  const bellwether::sinks::server s{o};
  if (!o.quiet) {
    std::cout << s.addresses() << std::endl;
  }
  if (!o.ready_file.empty()) {
    write_atomically(o.ready_file, s.addresses());
  }
  int received = 0;
  sigwait(&ends, &received);
}

} // namespace

int main(int argc, char** argv) {
  try {
    const auto line = bellwether::sinks::parse_command_line(argc, argv);
    if (!line.chosen) {
      return line.exit_code;
    }
    serve(*line.chosen);
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "bellwether-sinks: " << e.what() << '\n';
    return 1;
  }
}
