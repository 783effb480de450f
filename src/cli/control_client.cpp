#include "cli/control_client.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <cctype>
#include <utility>

namespace bellwether::cli {

namespace {

constexpr std::chrono::seconds connect_patience{5};

std::string no_daemon(const settings::endpoint& at, httplib::Error why) {
  return fmt::format(
      "no daemon answers on the control plane at {} ({}); start one with "
      "`bellwether serve`, or name its address with --control HOST:PORT",
      to_string(at), httplib::to_string(why));
}

std::string explain(const httplib::Response& answer) {
  const auto body = nlohmann::json::parse(answer.body, nullptr, false);
  const auto error = body.is_object() ? body.value("error", nlohmann::json{})
                                      : nlohmann::json{};
  if (error.is_object() && error.value("message", nlohmann::json{}).is_string())
    return error["message"].get<std::string>();
  return fmt::format("the control plane answered {}: {}", answer.status,
                     answer.body);
}

} // namespace

control_client::control_client(settings::endpoint at, std::string admin_key,
                               std::chrono::seconds patience)
    : at_{std::move(at)},
      admin_key_{std::move(admin_key)},
      patience_{patience} {}

control_answer control_client::get(const std::string& path) const {
  auto out = send("GET", path, {});
  if (out.status == 404 && is_data_port())
    out.problem = fmt::format(
        "{} is the daemon's port for applications; name that of its control "
        "plane with --control HOST:PORT (127.0.0.1:7301 unless configured)",
        to_string(at_));
  return out;
}

bool control_client::is_data_port() const {
  const auto ready = send("GET", "/readyz", {}); // the control plane has none
  return ready.status == 200 || ready.status == 503;
}

control_answer control_client::post(const std::string& path,
                                    const std::string& json) const {
  return send("POST", path, json);
}

control_answer control_client::remove(const std::string& path) const {
  return send("DELETE", path, {});
}

control_answer control_client::send(const char* method, const std::string& path,
                                    const std::string& body) const {
  httplib::Client client{at_.host, at_.port};
  client.set_connection_timeout(connect_patience);
  client.set_read_timeout(patience_);
  httplib::Request request;
  request.method = method;
  request.path = path;
  request.body = body;
  if (!body.empty())
    request.headers.emplace("Content-Type", "application/json");
  if (!admin_key_.empty())
    request.headers.emplace("Authorization", "Bearer " + admin_key_);
  const auto answer = client.send(request);
  if (!answer)
    return {0, {}, no_daemon(at_, answer.error())};
  return {answer->status, answer->body,
          answer->status == 200 ? std::string{} : explain(*answer)};
}

std::string query(
    const std::vector<std::pair<std::string, std::string>>& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (value.empty())
      continue;
    out += (out.empty() ? "?" : "&") + name + "=";
    for (const char c : value)
      if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-'
          || c == '.' || c == '_' || c == '~')
        out += c;
      else
        out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

} // namespace bellwether::cli
