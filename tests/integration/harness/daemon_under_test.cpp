#include "integration/harness/daemon_under_test.hpp"

#include "integration/harness/eventually.hpp"
#include "integration/harness/http.hpp"
#include "integration/harness/simulator.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace bellwether::integration {

namespace {

std::vector<std::string> command(const temporary_folder& folder,
                                 const json& configuration) {
  const auto file = folder / "bellwether.json";
  write_configuration(file, configuration);
  return {BELLWETHER_BINARY, "serve",         "--config",  file,
          "--listen",        "127.0.0.1:0",   "--control", "127.0.0.1:0",
          "--ready-file",    folder / "ready"};
}

} // namespace

void write_configuration(const std::filesystem::path& file,
                         const json& configuration) {
  std::ofstream{file} << configuration.dump(2) << '\n';
}

daemon_under_test::daemon_under_test(const json& configuration,
                                     const environment& variables)
    : process_{command(folder_, configuration), variables, folder_ / "daemon"},
      ready_(await_ready_file(folder_ / "ready", process_)) {}

bool daemon_under_test::logs(const std::string& text) const {
  return eventually([&] { return log().find(text) != std::string::npos; });
}

json daemon_under_test::health() const {
  return get(control_port(), "/health").json();
}

json daemon_under_test::health(const std::string& provider) const {
  auto report = health();
  for (auto& each : report.at("providers"))
    if (each.at("name") == provider)
      return each;
  throw std::runtime_error{"no such provider in the report: " + provider};
}

std::size_t daemon_under_test::resident_bytes() const {
  std::istringstream status{
      read_file("/proc/" + std::to_string(process_.pid()) + "/status")};
  constexpr std::size_t kilobyte = 1024;
  for (std::string word; status >> word;)
    if (std::size_t size = 0; word == "VmRSS:" && status >> size)
      return size * kilobyte;
  return 0;
}

} // namespace bellwether::integration
