#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace bellwether::cli {

/// The columns of an export as CSV.
const std::vector<std::string>& export_columns();

/// What an export says of all its attempts, with the names of GET /costs:
/// {exported_at, period_start, period_end, spent_usd, total_requests,
/// costs_by_model, savings, ...}. `report` is a GET /costs/report by model.
nlohmann::ordered_json export_summary(const nlohmann::ordered_json& report,
                                      const std::string& now);

// An export as JSON, {"summary", "requests": [...]}: its head, each of its
// rows, and its tail.
std::string export_head(const nlohmann::ordered_json& summary);
std::string export_row(const nlohmann::ordered_json& row, bool first);
std::string export_tail();

} // namespace bellwether::cli
