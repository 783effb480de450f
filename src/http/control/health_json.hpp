#pragma once

#include "actors/messages.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::http {

/// The providers' health as GET /health tells it: the tutorial's report, {
/// timestamp, models: {name: {healthy, last_check, consecutive_failures}},
/// overall_health}, the providers in detail, and a summary of `availability`.
/// Steady times become wall clock times by way of the two `now`s.
std::string health_json(
    const std::vector<actors::provider_report>& reports,
    const std::optional<actors::availability_snapshot>& availability,
    std::chrono::steady_clock::time_point now,
    std::chrono::system_clock::time_point wall_now);

} // namespace bellwether::http
