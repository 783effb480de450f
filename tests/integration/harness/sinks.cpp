#include "integration/harness/sinks.hpp"

#include "integration/harness/http.hpp"
#include "integration/harness/simulator.hpp"

#include <csignal>
#include <stdexcept>

namespace bellwether::integration {

namespace {

std::vector<std::string> command(const temporary_folder& folder,
                                 const std::vector<std::string>& secrets) {
  std::vector<std::string> out{BELLWETHER_SINKS_BINARY,
                               "--quiet",
                               "--port",
                               "0",
                               "--smtp-port",
                               "0",
                               "--ready-file",
                               folder / "ready.json"};
  for (const auto& secret : secrets) {
    out.emplace_back("--secret");
    out.push_back(secret);
  }
  return out;
}

} // namespace

sinks::sinks(const std::vector<std::string>& secrets)
    : process_{command(folder_, secrets), {}, folder_ / "sinks"},
      addresses_(await_ready_file(folder_ / "ready.json", process_)) {}

std::string sinks::url(const std::string& path) const {
  return addresses_.at("url").get<std::string>() + path;
}

std::string sinks::slack_url(const std::string& name) const {
  return url("/slack/" + name);
}

std::string sinks::pagerduty_url() const {
  return url("/pagerduty/v2/enqueue");
}

std::string sinks::webhook_url(const std::string& name) const {
  return url("/webhook/" + name);
}

std::string sinks::teams_url(const std::string& name) const {
  return url("/teams/" + name);
}

std::string sinks::discord_url(const std::string& name) const {
  return url("/discord/" + name);
}

std::string sinks::smtp_url() const {
  return addresses_.at("smtp_url");
}

std::uint16_t sinks::port() const {
  return addresses_.at("port");
}

std::uint16_t sinks::smtp_port() const {
  return addresses_.at("smtp_port");
}

answer sinks::ask(const std::string& method, const std::string& path,
                  const std::string& body) const {
  auto out = request(port(), method, path, body);
  if (out.status != 200)
    throw std::runtime_error{"the sinks refused " + method + " " + path + " "
                             + body + ": " + out.body};
  return out;
}

std::vector<json> sinks::received(const std::string& path_prefix) const {
  std::vector<json> out;
  for (auto& entry : ask("GET", "/_received").json())
    if (entry.at("path").get<std::string>().starts_with(path_prefix))
      out.push_back(std::move(entry));
  return out;
}

std::vector<json> sinks::accepted(const std::string& path_prefix) const {
  auto out = received(path_prefix);
  std::erase_if(
      out, [](const json& entry) { return !entry.at("accepted").get<bool>(); });
  return out;
}

std::vector<json> sinks::incidents() const {
  return ask("GET", "/_incidents").json();
}

void sinks::set_fault(const json& order) const {
  ask("POST", "/_fault", order.dump());
}

void sinks::clear_faults() const {
  ask("DELETE", "/_fault");
}

std::optional<int> sinks::stop() {
  constexpr std::chrono::seconds patience{10};
  process_.send_signal(SIGTERM);
  return process_.wait(patience);
}

} // namespace bellwether::integration
