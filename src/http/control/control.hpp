#pragma once

#include "actors/directory.hpp"
#include "actors/event_log.hpp"
#include "domain/catalog.hpp"
#include "domain/time_zone.hpp"
#include "settings/settings.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::http {

/// Clocks that never change, owned by nobody.
inline std::shared_ptr<const domain::time_zone> shared_utc() {
  return {std::shared_ptr<const void>{}, &domain::utc()};
}

/// What the control plane tells of.
struct control_config {
  settings::endpoint listen;
  actors::supervisor_actor supervisor;
  std::shared_ptr<const actors::directory> actors;
  std::shared_ptr<const actors::event_log> events;
  std::shared_ptr<const domain::catalog> catalog;
  settings::admin_access admin;
  /// In whose days and months costs are told; outlives the control plane.
  std::shared_ptr<const domain::time_zone> zone = shared_utc();
};

/// The control plane: a few blocking handlers for operators, on a port of its
/// own that still answers when the data plane is full.
///
/// GET /healthz         200 while the process serves
/// GET /health          the providers' states
/// GET /availability    how the availability objective stands
/// GET /events          every change of state as it happens (SSE)
/// GET /costs           the month's costs
/// GET /costs/report    the costs of any time, by what is asked for
/// GET /costs/requests  single attempts, page by page
/// GET /budgets         how the budgets stand
/// PUT /budgets/NAME    another limit; needs the admin key
/// GET /ledger          how the ledger is
/// GET /alerts          alerts, deliveries and sinks
/// POST /alerts/NUMBER/acknowledge, POST /alerts/test, GET and POST /silences,
/// DELETE /silences/ID  what people do about alerts; changes need the admin key
/// GET /metrics         the counts for Prometheus
/// GET /drill           the drill that runs or ran last
/// POST /drill          begins one; DELETE /drill ends it: both need the admin
///                      key
/// GET /version         {"version": "..."}
class control {
public:
  /// Binds the port and begins to serve. Throws std::runtime_error with a
  /// sentence for the operator if that cannot be done.
  explicit control(const control_config& config);
  ~control();

  std::uint16_t port() const;

private:
  class impl;
  std::unique_ptr<impl> impl_;
};

} // namespace bellwether::http
