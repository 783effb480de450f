#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace bellwether::cli {

/// GET /health for a terminal: a table of the providers, what is wrong and
/// until when, and how the objective stands. Throws nlohmann::json::exception
/// if `health` is something else.
std::string status_text(const nlohmann::json& health);

/// GET /budgets and GET /ledger in a line: the fullest budget, and the ledger's
/// trouble or size. Throws as status_text() does.
std::string money_text(const nlohmann::json& budgets,
                       const nlohmann::json& ledger);

} // namespace bellwether::cli
