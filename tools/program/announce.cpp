#include "program/announce.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <unistd.h>

namespace bellwether {

namespace {

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

} // namespace

void announce(const std::string& addresses, bool quiet,
              const std::string& ready_file) {
  if (!quiet)
    std::cout << addresses << std::endl;
  if (!ready_file.empty())
    write_atomically(ready_file, addresses);
}

} // namespace bellwether
