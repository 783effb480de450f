#pragma once

#include "settings/configuration.hpp"

#include <array>
#include <string>

namespace bellwether::settings::test {

/// One object of the configuration, in the schema and in full() below.
struct section {
  const char* schema; ///< JSON pointer into the schema
  const char* config; ///< JSON pointer into a configuration
  const char* doc;    ///< its heading in docs/configuration.md
};

inline constexpr std::array<section, 28> sections{{
    {"", "", "Top level"},
    {"/properties/budgets/items", "/budgets/0", "`budgets`"},
    {"/properties/budgets/items/properties/scope", "/budgets/0/scope",
     "`budgets[].scope`"},
    {"/properties/ledger", "/ledger", "`ledger`"},
    {"/properties/callers", "/callers", "`callers`"},
    {"/properties/limits", "/limits", "`limits`"},
    {"/properties/requests", "/requests", "`requests`"},
    {"/properties/health", "/health", "`health`"},
    {"/properties/health/properties/probe", "/health/probe", "`health.probe`"},
    {"/properties/objective", "/objective", "`objective`"},
    {"/properties/admin", "/admin", "`admin`"},
    {"/properties/alerts", "/alerts", "`alerts`"},
    {"/properties/alerts/properties/sinks/additionalProperties",
     "/alerts/sinks/ops", "`alerts.sinks.NAME`"},
    {"/properties/alerts/properties/sinks/additionalProperties/properties/"
     "labels",
     "/alerts/sinks/ops/labels", "`alerts.sinks.NAME.labels`"},
    {"/properties/alerts/properties/rules/additionalProperties",
     "/alerts/rules/answer_slow", "`alerts.rules.RULE`"},
    {"/properties/alerts/properties/silences/items", "/alerts/silences/0",
     "`alerts.silences[]`"},
    {"/properties/alerts/properties/digest", "/alerts/digest",
     "`alerts.digest`"},
    {"/properties/alerts/properties/flood", "/alerts/flood", "`alerts.flood`"},
    {"/properties/complexity", "/complexity", "`complexity`"},
    {"/properties/providers/additionalProperties", "/providers/here",
     "`providers`"},
    {"/properties/providers/additionalProperties/properties/timeouts",
     "/providers/here/timeouts", "`providers.NAME.timeouts`"},
    {"/properties/providers/additionalProperties/properties/stream",
     "/providers/here/stream", "`providers.NAME.stream`"},
    {"/properties/providers/additionalProperties/properties/limits",
     "/providers/here/limits", "`providers.NAME.limits`"},
    {"/properties/models/items", "/models/0", "`models`"},
    {"/properties/models/items/properties/price/oneOf/0", "/models/0/price",
     "`models[].price`"},
    {"/properties/models/items/properties/price/oneOf/0/properties/"
     "long_context",
     "/models/0/price/long_context", "`models[].price.long_context`"},
    {"/properties/routes/additionalProperties", "/routes/auto", "`routes`"},
    {"/properties/routes/additionalProperties/properties/hedge",
     "/routes/auto/hedge", "`routes.NAME.hedge`"},
}};

inline json schema() {
  return json::parse(project_file("config/bellwether.schema.json"));
}

inline json at(const json& root, const std::string& pointer) {
  return root.at(json::json_pointer{pointer});
}

/// minimal() in which every section is there.
inline json full() {
  auto config = minimal();
  for (const auto* empty : {"limits", "requests", "health", "objective",
                            "admin", "complexity", "ledger", "callers"})
    config[empty] = json::object();
  config["health"]["probe"] = json::object();
  config["budgets"][0] = {
      {"name", "all"}, {"limit_usd", 1}, {"scope", {{"model", "small"}}}};
  for (const auto* empty : {"timeouts", "stream", "limits"})
    config["providers"]["here"][empty] = json::object();
  config["models"][0]["price"] = {{"input_usd_per_mtok", 1},
                                  {"output_usd_per_mtok", 2},
                                  {"long_context",
                                   {{"above_tokens", 3},
                                    {"input_usd_per_mtok", 4},
                                    {"output_usd_per_mtok", 5}}}};
  config["alerts"] = {{"sinks",
                       {{"ops",
                         {{"kind", "webhook"},
                          {"url", "https://example.com/hook"},
                          {"labels", json::object()}}}}},
                      {"rules", {{"answer_slow", json::object()}}},
                      {"silences", {{{"from", "02:00"}, {"until", "04:00"}}}},
                      {"digest", json::object()},
                      {"flood", json::object()}};
  config["routes"]["auto"]["hedge"] = {{"extra_spend_percent", 10}};
  return config;
}

} // namespace bellwether::settings::test
