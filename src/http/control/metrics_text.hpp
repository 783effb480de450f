#pragma once

#include "actors/messages.hpp"
#include "domain/tally.hpp"

#include <string>
#include <vector>

namespace bellwether::http {

inline constexpr const char* metrics_content_type =
    "text/plain; version=0.0.4; charset=utf-8";

/// The counts in Prometheus' text format 0.0.4. `models` are all configured
/// ones: a series that begins at its first event would hide that event from
/// rate().
std::string metrics_text(const domain::tally& all,
                         const std::vector<actors::provider_report>& providers,
                         const std::vector<std::string>& models);

} // namespace bellwether::http
