#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace bellwether::cli {

/// GET /health for a terminal: a table of the providers, what is wrong and
/// until when, and how the objective stands. Throws nlohmann::json::exception
/// if `health` is something else.
std::string status_text(const nlohmann::json& health);

} // namespace bellwether::cli
