#pragma once

#include "actors/alert_messages.hpp"
#include "http/control/exposition.hpp"

namespace bellwether::http {

/// The families about alerts and their deliveries; none without a report.
void write_alerts(exposition& out, const actors::alerts_snapshot& alerts);

} // namespace bellwether::http
