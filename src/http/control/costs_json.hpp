#pragma once

#include "domain/tally.hpp"

#include <string>
#include <vector>

namespace bellwether::http {

/// What calls cost as GET /costs tells it: {since, spent_usd, total_requests,
/// costs_by_model: {model: {total_cost, requests, tokens, ...}}, probe_usd,
/// probes: {provider: {succeeded, failed, total_cost, tokens}}, hedging:
/// {hedged_requests, extra_usd}}. What probes cost is in no other sum.
/// `providers` are the names of catalog::providers; `since` is when counting
/// began, as RFC 3339.
std::string costs_json(const domain::tally& all,
                       const std::vector<std::string>& providers,
                       const std::string& since);

} // namespace bellwether::http
