#pragma once

#include "http/control/control.hpp"

namespace httplib {
class Server;
}

namespace bellwether::http {

// The control plane's pages by topic. Each adds its routes to a server that
// is not running yet; what they need of `config` they keep.

/// /healthz, /version, /health, /availability, /costs and /metrics.
void add_reports(httplib::Server& to, const control_config& config);

/// /events.
void add_events(httplib::Server& to, const control_config& config);

/// /drill.
void add_drills(httplib::Server& to, const control_config& config);

} // namespace bellwether::http
