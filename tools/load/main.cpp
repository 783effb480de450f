#include "load/options.hpp"
#include "load/report.hpp"
#include "load/run.hpp"

#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

namespace {

void write_result(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::cout << text << '\n';
    return;
  }
  std::ofstream file{path};
  file << text << '\n';
  if (!file.flush()) {
    throw std::runtime_error{"cannot write " + path};
  }
}

} // namespace

int main(int argc, char** argv) {
  using namespace bellwether::load;
  try {
    const auto line = parse_command_line(argc, argv);
    if (!line.chosen) {
      return line.exit_code;
    }
    auto result = make_load(*line.chosen);
    std::cerr << report_table(result);
    if (!line.chosen->json_file.empty()) {
      write_result(line.chosen->json_file, report_json(result));
    }
    return 0;
  } catch (const std::exception& e) {
    std::cerr << "bellwether-load: " << e.what() << '\n';
    return 1;
  }
}
