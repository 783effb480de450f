#pragma once

#include "settings/alerts.hpp"

#include <string>

namespace bellwether::alerts {

/// What a sink wrote, without the sink's secrets: many servers repeat the path
/// that they do not know.
std::string without_secrets(std::string text, const settings::alert_sink& sink);

} // namespace bellwether::alerts
