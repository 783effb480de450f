#pragma once

#include "actors/alert_watch.hpp"
#include "actors/cost.hpp"
#include "actors/courier.hpp"
#include "actors/directory.hpp"
#include "actors/event_log.hpp"
#include "actors/interfaces.hpp"
#include "actors/keeper.hpp"
#include "actors/key_watch.hpp"
#include "actors/ledger.hpp"
#include "actors/notifier.hpp"
#include "actors/objective.hpp"
#include "actors/provider_book.hpp"
#include "actors/router.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace bellwether::actors {

/// What those are built from that tell people.
struct alerting_config {
  notifier_config notifier;
  alert_watch_config watch;
  std::vector<courier_config> couriers; ///< as the notifier's sinks
};

/// What the supervisor builds the others from.
struct supervisor_config {
  router_config router;
  std::vector<provider_config> providers; ///< in the catalog's order
  objective_config objective;
  std::optional<keeper_config> keeper; ///< nothing: nothing is kept
  cost_config cost;
  std::shared_ptr<storage::ledger> ledger; ///< null: none is kept
  std::optional<key_watch_config> keys;    ///< nothing: the keys never change
  std::optional<alerting_config> alerting; ///< nothing: nobody is told
  std::shared_ptr<directory> where;        ///< written by the supervisor
  std::shared_ptr<event_log> events;
};

struct supervisor_state {
  static inline const char* name = "supervisor";

  supervisor_config config;
  std::vector<std::shared_ptr<provider_book>> books;
  std::shared_ptr<cost_book> costs;
  std::shared_ptr<objective_book> objective_memory;
  router_actor router;
  cost_actor cost;
  objective_actor objective;
  keeper_actor keeper;
  ledger_actor ledger;
  key_watch_actor key_watch;
  notifier_actor notifier;
  alert_watch_actor alert_watch;
  std::vector<courier_actor> couriers;
  bool stopping = false; ///< all but the ledger were told to
  std::vector<provider_actor> providers;
};

/// Starts all other actors, and starts again what dies from a fault of ours.
/// What a provider's actor, the cost actor and the objective actor know
/// outlives them; the router keeps nothing that matters. A call that died with
/// an actor answers its session `unanswered`, and asks again.
supervisor_actor::behavior_type supervisor(
    supervisor_actor::stateful_pointer<supervisor_state> self,
    supervisor_config config);

} // namespace bellwether::actors
