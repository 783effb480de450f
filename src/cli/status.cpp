#include "cli/commands.hpp"
#include "settings/load.hpp"
#include "settings/text_table.hpp"

#include <httplib.h>
#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <iostream>
#include <optional>

namespace bellwether::cli {

using nlohmann::json;

namespace {

constexpr std::chrono::seconds patience{5};

/// The running daemon's GET /health; nothing after a message.
std::optional<std::string> fetch_health(const settings::endpoint& at) {
  httplib::Client client{at.host, at.port};
  client.set_connection_timeout(patience);
  client.set_read_timeout(patience);
  const auto answer = client.Get("/health");
  if (!answer) {
    std::cerr << "no daemon answers on the control plane at " << at.host << ":"
              << at.port << " (" << httplib::to_string(answer.error())
              << "); start one with `bellwether serve`, or name its address "
                 "with --control HOST:PORT\n";
    return std::nullopt;
  }
  if (answer->status != 200) {
    std::cerr << "the control plane answered " << answer->status << ": "
              << answer->body << '\n';
    return std::nullopt;
  }
  return answer->body;
}

std::string text_or(const json& value, const std::string& otherwise) {
  return value.is_string() ? value.get<std::string>() : otherwise;
}

std::string hold(const json& of) {
  const auto seconds = of.value("hold_seconds", 0.0);
  return seconds > 0 ? fmt::format("{:.0f} s", seconds) : "-";
}

std::string render(const json& health) {
  using align = settings::text_table::align;
  settings::text_table table{{{"PROVIDER"},
                              {"STATE"},
                              {"HELD FOR", align::right},
                              {"IN FLIGHT", align::right},
                              {"ATTEMPTS", align::right},
                              {"FAILED", align::right},
                              {"LAST SEEN"},
                              {"REASON"}}};
  for (const auto& provider : health.at("providers")) {
    table.add({provider.at("name"), provider.at("state"), hold(provider),
               fmt::format("{}/{}", provider.at("in_flight").get<long>(),
                           provider.at("max_concurrent").get<long>()),
               settings::with_commas(provider.at("attempts")),
               settings::with_commas(provider.at("failures")),
               text_or(provider.at("last_check"), "never"),
               text_or(provider.at("reason"), "-")});
    for (const auto& model : provider.at("models"))
      if (model.at("healthy") == false)
        table.add({"  " + model.at("name").get<std::string>(),
                   model.at("state"), hold(model), "", "", "", "",
                   text_or(model.at("reason"), "-")});
  }
  return table.to_string() + health.at("overall_health").get<std::string>()
         + "\n";
}

} // namespace

int status(const std::string& control, bool as_json) {
  const auto at = settings::parse_endpoint(control);
  if (!at) {
    std::cerr << "--control " << control
              << ": allowed is HOST:PORT, such as 127.0.0.1:7301\n";
    return configuration;
  }
  const auto health = fetch_health(*at);
  if (!health)
    return failure;
  if (as_json) {
    std::cout << *health;
    return success;
  }
  try {
    std::cout << render(json::parse(*health));
  } catch (const json::exception&) {
    std::cerr << "what answers at " << control << " is no Bellwether daemon\n";
    return failure;
  }
  return success;
}

} // namespace bellwether::cli
