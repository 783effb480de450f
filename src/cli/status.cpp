#include "cli/commands.hpp"
#include "cli/control_client.hpp"
#include "cli/status_text.hpp"
#include "settings/load.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace bellwether::cli {

namespace {

/// "" if the daemon does not tell: its providers' state is worth reading
/// without.
std::string money(const control_client& daemon) {
  const auto budgets = daemon.get("/budgets");
  const auto ledger = daemon.get("/ledger");
  return budgets.good() && ledger.good()
             ? money_text(nlohmann::json::parse(budgets.body),
                          nlohmann::json::parse(ledger.body))
             : std::string{};
}

} // namespace

int status(const std::string& control, bool as_json) {
  const auto at = settings::parse_endpoint(control);
  if (!at) {
    std::cerr << "--control " << control
              << ": allowed is HOST:PORT, such as 127.0.0.1:7301\n";
    return configuration;
  }
  const control_client daemon{*at};
  const auto health = daemon.get("/health");
  if (!health.good()) {
    std::cerr << health.problem << '\n';
    return failure;
  }
  if (as_json) {
    std::cout << health.body;
    return success;
  }
  try {
    std::cout << status_text(nlohmann::json::parse(health.body))
              << money(daemon);
  } catch (const nlohmann::json::exception&) {
    std::cerr << "what answers at " << control << " is no Bellwether daemon\n";
    return failure;
  }
  return success;
}

} // namespace bellwether::cli
