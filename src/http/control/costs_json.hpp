#pragma once

#include "domain/tally.hpp"

#include <string>

namespace bellwether::http {

/// What calls cost as GET /costs tells it: {since, spent_usd, total_requests,
/// costs_by_model: {model: {total_cost, requests, tokens, ...}}}. `since` is
/// when counting began, as RFC 3339.
std::string costs_json(const domain::tally& all, const std::string& since);

} // namespace bellwether::http
