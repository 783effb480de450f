#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace bellwether::cli {

// Both throw nlohmann::json::exception if `report` is no GET /costs/report.

/// The report as people read it, in 80 columns: a table with a total, what the
/// dearest model would have cost, and how the first of `budgets` (those of GET
/// /budgets; null = unknown) that bounds all spend stands.
std::string report_text(const nlohmann::ordered_json& report,
                        const nlohmann::ordered_json& budgets);

/// The report's rows as RFC 4180 has them, with a head. Amounts have all nine
/// decimals.
std::string report_csv(const nlohmann::ordered_json& report);

} // namespace bellwether::cli
