#include "cli/commands.hpp"
#include "cli/control_client.hpp"
#include "cli/status_text.hpp"
#include "settings/load.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace bellwether::cli {

int status(const std::string& control, bool as_json) {
  const auto at = settings::parse_endpoint(control);
  if (!at) {
    std::cerr << "--control " << control
              << ": allowed is HOST:PORT, such as 127.0.0.1:7301\n";
    return configuration;
  }
  const auto health = control_client{*at}.get("/health");
  if (!health.good()) {
    std::cerr << health.problem << '\n';
    return failure;
  }
  if (as_json) {
    std::cout << health.body;
    return success;
  }
  try {
    std::cout << status_text(nlohmann::json::parse(health.body));
  } catch (const nlohmann::json::exception&) {
    std::cerr << "what answers at " << control << " is no Bellwether daemon\n";
    return failure;
  }
  return success;
}

} // namespace bellwether::cli
