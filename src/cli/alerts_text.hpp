#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace bellwether::cli {

// What GET /alerts, POST /alerts/test and POST /silences answer, as people read
// it. All throw nlohmann::json::exception if it is something else.

std::string alerts_text(const nlohmann::ordered_json& alerts);
std::string sink_test_text(const nlohmann::ordered_json& said);
std::string silence_text(const nlohmann::ordered_json& silence);

} // namespace bellwether::cli
