#include "simulator/options.hpp"
#include "simulator/simulator.hpp"

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

void serve(const bellwether::simulator::options& o) {
  bellwether::simulator::simulator s{o};
  s.stop_on_signals();
  const auto addresses = s.addresses();
  if (!o.quiet) {
    std::cout << addresses << std::endl;
  }
  if (!o.ready_file.empty()) {
    write_atomically(o.ready_file, addresses);
  }
  s.run();
}

} // namespace

int main(int argc, char** argv) {
  try {
    const auto line = bellwether::simulator::parse_command_line(argc, argv);
    if (!line.chosen) {
      return line.exit_code;
    }
    serve(*line.chosen);
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "bellwether-sim: " << e.what() << '\n';
    return 1;
  }
}
