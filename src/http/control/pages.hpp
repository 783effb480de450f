#pragma once

#include "http/control/control.hpp"

namespace httplib {
class Server;
}

namespace bellwether::http {

// The control plane's pages by topic. Each adds its routes to a server that
// is not running yet; what they need of `config` they keep.

/// /healthz, /version, /health, /availability and /metrics.
void add_reports(httplib::Server& to, const control_config& config);

/// /events.
void add_events(httplib::Server& to, const control_config& config);

/// /costs, /costs/report and /costs/requests.
void add_costs(httplib::Server& to, const control_config& config);

/// /budgets, /budgets/NAME and /ledger.
void add_budgets(httplib::Server& to, const control_config& config);

/// /alerts, /alerts/NUMBER/acknowledge, /alerts/test, /silences and
/// /silences/ID.
void add_alerts(httplib::Server& to, const control_config& config);

/// /drill.
void add_drills(httplib::Server& to, const control_config& config);

} // namespace bellwether::http
