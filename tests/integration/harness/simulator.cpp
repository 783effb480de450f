#include "integration/harness/simulator.hpp"

#include "integration/harness/eventually.hpp"
#include "integration/harness/http.hpp"

#include <stdexcept>

namespace bellwether::integration {

namespace {

std::vector<std::string> command(const temporary_folder& folder) {
  std::vector<std::string> out{
      BELLWETHER_SIM_BINARY, "--quiet",      "--admin",
      "127.0.0.1:0",         "--ready-file", folder / "ready.json"};
  for (const auto& name : simulator::providers()) {
    out.emplace_back("--provider");
    out.push_back(name + ":0");
  }
  return out;
}

} // namespace

json await_ready_file(const std::filesystem::path& file,
                      child_process& process) {
  constexpr std::chrono::seconds patience{10};
  std::optional<int> ended;
  eventually(
      [&] {
        ended = process.wait(std::chrono::milliseconds{0});
        return ended || std::filesystem::exists(file);
      },
      patience);
  auto ready = json::parse(read_file(file), nullptr, false);
  if (ended || ready.is_discarded())
    throw std::runtime_error{"a program did not start: " + process.err()};
  return ready;
}

simulator::simulator()
    : process_{command(folder_), {}, folder_ / "simulator"},
      addresses_(await_ready_file(folder_ / "ready.json", process_)) {}

const std::vector<std::string>& simulator::providers() {
  static const std::vector<std::string> names{"openai", "anthropic", "google",
                                              "deepseek"};
  return names;
}

std::string simulator::base_url(const std::string& provider) const {
  return addresses_.at("providers").at(provider).at("base_url");
}

std::uint16_t simulator::port(const std::string& provider) const {
  return addresses_.at("providers").at(provider).at("port");
}

answer simulator::admin(const std::string& method, const std::string& path,
                        const std::string& body) const {
  auto out = request(addresses_.at("admin").at("port"), method, path, body);
  if (out.status != 200)
    throw std::runtime_error{"the simulator refused " + method + " " + path
                             + " " + body + ": " + out.body};
  return out;
}

void simulator::behave(const std::string& provider,
                       const json& behavior) const {
  admin("PUT", "/providers/" + provider + "/behavior", behavior.dump());
}

void simulator::behave(const json& behavior) const {
  for (const auto& name : providers())
    behave(name, behavior);
}

void simulator::fail(const std::string& provider, const json& fault) const {
  behave(provider, {{"fault", fault}});
}

void simulator::fail(const json& fault) const {
  behave({{"fault", fault}});
}

void simulator::recover(const std::string& provider) const {
  behave(provider, json::object());
}

std::vector<json> simulator::journal(const std::string& provider) const {
  std::vector<json> out;
  std::uint64_t seen = 0;
  for (bool more = true; more;) {
    auto page = admin("GET", "/journal?limit=10000&provider=" + provider
                                 + "&after=" + std::to_string(seen))
                    .json();
    more = page.at("more");
    for (auto& entry : page.at("requests")) {
      seen = entry.at("seq");
      if (entry.at("method") == "POST")
        out.push_back(std::move(entry));
    }
  }
  return out;
}

json simulator::last(const std::string& provider) const {
  const auto all = journal(provider);
  return all.empty() ? json{} : all.back();
}

std::size_t simulator::requests(const std::string& provider) const {
  const auto stats = admin("GET", "/stats").json().at("providers");
  if (!provider.empty())
    return stats.at(provider).at("requests");
  std::size_t sum = 0;
  for (const auto& name : providers())
    sum += stats.at(name).at("requests").get<std::size_t>();
  return sum;
}

std::size_t simulator::open_connections(const std::string& provider) const {
  return admin("GET", "/stats")
      .json()
      .at("providers")
      .at(provider)
      .at("open_connections");
}

double simulator::now_ms() const {
  // Any request is journalled with the time at which it came.
  get(port("google"), "/clock");
  return admin("GET", "/journal?provider=google&limit=1")
      .json()
      .at("requests")
      .at(0)
      .at("at_ms");
}

} // namespace bellwether::integration
