#pragma once

#include "actors/messages.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace bellwether::http {

/// The providers' health as GET /health tells it: the tutorial's report, {
/// timestamp, models: {name: {healthy, last_check, consecutive_failures}},
/// overall_health}, and the providers in detail. Steady times become wall
/// clock times by way of the two `now`s.
std::string health_json(const std::vector<actors::provider_report>& reports,
                        std::chrono::steady_clock::time_point now,
                        std::chrono::system_clock::time_point wall_now);

} // namespace bellwether::http
