#pragma once

#include "actors/messages.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bellwether::http {

/// How the availability objective stands, as GET /availability tells it:
/// {objective_percent, budget_left_percent, windows: [{window,
/// availability_percent, requests, failed, burn_rate, saved_requests,
/// providers: {name: {availability_percent, answered, failed}}}]}. `providers`
/// are the names of catalog::providers; what is unknown is null.
std::string availability_json(const actors::availability_snapshot& now,
                              const std::vector<std::string>& providers);

/// The last thirty days in a few members: {objective_percent,
/// budget_left_percent, availability_percent, requests, saved_requests}; null
/// without a snapshot.
nlohmann::ordered_json availability_summary(
    const std::optional<actors::availability_snapshot>& now);

} // namespace bellwether::http
