#pragma once

#include "domain/budget.hpp"
#include "http/control/control_error.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::http {

/// How a budget stands: {name, scope, period, when_exceeded, limit_usd,
/// spent_usd, reserved_usd, remaining_usd, usage_percent, ...}.
nlohmann::ordered_json budget_json(const domain::budget_report& of);

/// The same of one whose limit was changed, and how long the change lasts:
/// {..., lasts}.
nlohmann::ordered_json changed_budget_json(const domain::budget_report& of);

/// All of them, as GET /budgets tells it: {time_zone, budgets: [...]}.
std::string budgets_json(const std::vector<domain::budget_report>& all,
                         const std::string& time_zone);

/// Reads {"limit_usd": 60}. The error names the field and what is allowed.
std::variant<domain::money, control_error> parse_limit(std::string_view body);

} // namespace bellwether::http
