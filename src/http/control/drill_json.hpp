#pragma once

#include "domain/drill.hpp"
#include "http/control/control_error.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace bellwether::http {

/// Reads {"provider", "fault", "share_percent": 100, "for_seconds": 60,
/// "delay_ms": 2000}, of which the first two are required. `providers` are the
/// names of catalog::providers. The error names the first wrong field and what
/// is allowed.
std::variant<domain::drill_order, control_error> parse_drill_order(
    std::string_view body, const std::vector<std::string>& providers);

/// A drill as GET /drill tells it; "null" if there was none.
std::string drill_json(const std::optional<domain::drill_report>& report,
                       const std::vector<std::string>& providers);

} // namespace bellwether::http
