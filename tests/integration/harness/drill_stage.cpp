#include "integration/harness/drill_stage.hpp"

#include "integration/harness/raw_client.hpp"

#include <chrono>
#include <filesystem>

namespace bellwether::integration {

namespace {

json drillable(const json& changes) {
  json out{
      {"admin", {{"key_env", "ADMIN"}, {"drills", true}}},
      {"health",
       {{"min_hold_ms", 300},
        {"max_hold_ms", 300},
        {"rate_limit_min_hold_ms", 300},
        {"rate_limit_max_hold_ms", 300},
        {"probe", {{"kind", "off"}}}}},
      {"providers", {{"openai", {{"timeouts", {{"first_byte_ms", 300}}}}}}}};
  out.merge_patch(changes);
  return out;
}

/// What the file in `folder` with this extension holds.
std::string text_in(const std::filesystem::path& folder,
                    const char* extension) {
  for (const auto& file : std::filesystem::directory_iterator{folder})
    if (file.path().extension() == extension)
      return read_file(file.path());
  return {};
}

} // namespace

environment admin_environment() {
  return {"ADMIN=the-admin-key"};
}

header_list admin_headers() {
  return {{"Authorization", "Bearer the-admin-key"}};
}

json drill_order(const std::string& fault) {
  return {{"provider", "openai"}, {"fault", fault}};
}

drill_stage::drill_stage(const json& changes)
    : stage{drillable(changes), admin_environment()} {}

answer drill_stage::start(const json& order, const header_list& headers) const {
  return request(daemon.control_port(), "POST", "/drill", order.dump(),
                 headers);
}

answer drill_stage::stop() const {
  return request(daemon.control_port(), "DELETE", "/drill", {},
                 admin_headers());
}

json drill_stage::drill() const {
  return get(daemon.control_port(), "/drill").json();
}

std::vector<std::string> drill_stage::command(const std::string& fault,
                                              const std::string& length) const {
  const auto control = "127.0.0.1:" + std::to_string(daemon.control_port());
  return {BELLWETHER_BINARY, "drill", "--provider", "openai",
          "--fault",         fault,   "--for",      length,
          "--control",       control, "--out",      reports.path(),
          "--admin-key-env", "ADMIN", "--delay",    "50ms",
          "--recover",       "3s"};
}

json drill_stage::report() const {
  const auto text = text_in(reports.path(), ".json");
  return text.empty() ? json(nullptr) : json::parse(text);
}

std::string drill_stage::page() const {
  return text_in(reports.path(), ".md");
}

callers::callers(const stage& at, const char* route)
    : thread_{[this, port = at.daemon.port(), route = std::string{route}] {
        while (!stopped_)
          go_on(port, route);
      }} {}

/// On one connection as long as all goes well: new ones for each request would
/// use up the ports of this machine.
void callers::go_on(std::uint16_t port, const std::string& route) {
  constexpr std::chrono::milliseconds pause{1};
  raw_client connection{port};
  const auto plain =
      request_text("POST", "/v1/chat/completions", chat_body(route).dump());
  const auto streaming = stream_request(route);
  for (bool good = true; good && !stopped_;) {
    connection.send(plain);
    good = connection.read().status == 200;
    connection.send(streaming);
    good = good && connection.read().done();
    ++(good ? answered : failed);
    std::this_thread::sleep_for(pause);
  }
}

void callers::stop() {
  stopped_ = true;
  if (thread_.joinable())
    thread_.join();
}

} // namespace bellwether::integration
