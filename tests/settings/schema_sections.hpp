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

inline constexpr std::array<section, 11> sections{{
    {"", "", "Top level"},
    {"/properties/limits", "/limits", "`limits`"},
    {"/properties/requests", "/requests", "`requests`"},
    {"/properties/health", "/health", "`health`"},
    {"/properties/complexity", "/complexity", "`complexity`"},
    {"/properties/providers/additionalProperties", "/providers/here",
     "`providers`"},
    {"/properties/providers/additionalProperties/properties/timeouts",
     "/providers/here/timeouts", "`providers.NAME.timeouts`"},
    {"/properties/providers/additionalProperties/properties/limits",
     "/providers/here/limits", "`providers.NAME.limits`"},
    {"/properties/models/items", "/models/0", "`models`"},
    {"/properties/models/items/properties/price/oneOf/0", "/models/0/price",
     "`models[].price`"},
    {"/properties/routes/additionalProperties", "/routes/auto", "`routes`"},
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
  for (const auto* empty : {"limits", "requests", "health", "complexity"})
    config[empty] = json::object();
  config["providers"]["here"]["timeouts"] = json::object();
  config["providers"]["here"]["limits"] = json::object();
  config["models"][0]["price"] = {{"flat_usd_per_mtok", 1}};
  return config;
}

} // namespace bellwether::settings::test
