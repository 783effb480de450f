#pragma once

#include "actors/directory.hpp"
#include "actors/event_log.hpp"
#include "actors/interfaces.hpp"
#include "actors/key_board.hpp"
#include "actors/key_refusals.hpp"
#include "actors/sink_board.hpp"
#include "domain/catalog.hpp"
#include "settings/alerts.hpp"
#include "storage/outbox.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::actors {

/// What the watch is told when it is started.
struct alert_watch_config {
  std::shared_ptr<const domain::catalog> catalog;
  settings::digest_settings digest;
  std::vector<std::string> sinks; ///< names
  std::shared_ptr<const domain::time_zone> zone;
  std::shared_ptr<storage::outbox> outbox;
  std::shared_ptr<const sink_board> board;
  std::shared_ptr<const key_board> keys;
  std::shared_ptr<const key_refusals> refusals;
  bool ledger_refuses = false; ///< callers feel a ledger that fails
  std::function<domain::wall_time()> wall_now;
};

/// What the others said last. What one of them does not say in time stays as
/// it was.
struct observations {
  std::vector<provider_report> providers;
  availability_snapshot availability;
  budgets_snapshot budgets;
  storage::ledger_status ledger;
};

/// What the ledger says of a day.
struct day_observations {
  ledger_report_ptr by_model;
  ledger_report_ptr by_provider;
};

/// What alerts are made from. `steady`, `wall`: the same moment by both clocks.
domain::alert_facts facts_of(const observations& seen,
                             const alert_watch_config& config,
                             domain::time_point steady, domain::wall_time wall);

struct alert_watch_state {
  static inline const char* name = "alert_watch";

  alert_watch_config config;
  supervisor_actor supervisor;
  std::shared_ptr<const directory> where;
  observations seen;
  domain::wall_time started;
  std::optional<domain::wall_time> next_digest; ///< nothing: never
};

/// Looks once a second at how everything is, and tells the notifier; once a day
/// what the day came to.
alert_watch_actor::behavior_type alert_watch(
    alert_watch_actor::stateful_pointer<alert_watch_state> self,
    alert_watch_config config, supervisor_actor supervisor,
    std::shared_ptr<const directory> where);

} // namespace bellwether::actors
