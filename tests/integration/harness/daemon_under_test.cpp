#include "integration/harness/daemon_under_test.hpp"

#include "integration/harness/eventually.hpp"
#include "integration/harness/http.hpp"
#include "integration/harness/simulator.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

namespace bellwether::integration {

void write_configuration(const std::filesystem::path& file,
                         const json& configuration) {
  std::ofstream{file} << configuration.dump(2) << '\n';
}

daemon_under_test::daemon_under_test(const json& configuration,
                                     environment variables)
    : variables_{std::move(variables)} {
  write_configuration(folder_ / "bellwether.json", configuration);
  start();
}

void daemon_under_test::start() {
  const auto ready = folder_ / "ready";
  std::filesystem::remove(ready);
  const std::vector<std::string> command{
      BELLWETHER_BINARY, "serve",
      "--config",        folder_ / "bellwether.json",
      "--listen",        "127.0.0.1:0",
      "--control",       "127.0.0.1:0",
      "--ready-file",    ready};
  process_ = std::make_unique<child_process>(
      command, variables_, folder_ / ("daemon" + std::to_string(++starts_)));
  ready_ = await_ready_file(ready, *process_);
}

void daemon_under_test::kill() {
  process_->send_signal(SIGKILL);
  if (!process_->wait(std::chrono::seconds{10}))
    throw std::runtime_error{"a daemon outlived SIGKILL"};
}

void daemon_under_test::restart() {
  start();
}

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
      read_file("/proc/" + std::to_string(process_->pid()) + "/status")};
  constexpr std::size_t kilobyte = 1024;
  for (std::string word; status >> word;)
    if (std::size_t size = 0; word == "VmRSS:" && status >> size)
      return size * kilobyte;
  return 0;
}

std::size_t daemon_under_test::open_files() const {
  const std::filesystem::directory_iterator files{
      "/proc/" + std::to_string(process_->pid()) + "/fd"};
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

} // namespace bellwether::integration
