#pragma once

#include "actors/directory.hpp"
#include "actors/interfaces.hpp"
#include "actors/provider_book.hpp"
#include "actors/router.hpp"
#include "domain/tally.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <vector>

namespace bellwether::actors {

/// What the supervisor builds the others from.
struct supervisor_config {
  router_config router;
  std::vector<provider_config> providers; ///< in the catalog's order
  std::shared_ptr<directory> where;       ///< written by the supervisor
};

struct supervisor_state {
  static inline const char* name = "supervisor";

  supervisor_config config;
  std::vector<std::shared_ptr<provider_book>> books;
  std::shared_ptr<domain::tally> tally;
  router_actor router;
  cost_actor cost;
  std::vector<provider_actor> providers;
};

/// Starts the router, the cost actor and one actor for each provider, and
/// starts again what dies from a fault of ours. What a provider's actor and
/// the cost actor know outlives them; the router keeps nothing. A call that
/// died with an actor answers its session `unanswered`, and asks again.
supervisor_actor::behavior_type supervisor(
    supervisor_actor::stateful_pointer<supervisor_state> self,
    supervisor_config config);

} // namespace bellwether::actors
