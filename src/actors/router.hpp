#pragma once

#include "actors/interfaces.hpp"
#include "domain/catalog.hpp"
#include "domain/failover.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

namespace bellwether::actors {

/// What the router is told when it is started.
struct router_config {
  std::shared_ptr<const domain::catalog> catalog;
  domain::failover_policy failover;
  std::uint64_t seed = 0; ///< of the jitter
};

struct router_state {
  static inline const char* name = "router";

  router_config config;
  std::vector<provider_actor> providers; ///< in the catalog's order
  std::mt19937_64 random;

  /// The call's next move; makes its plan first if it has none.
  std::variant<domain::try_candidate, domain::give_up, domain::plan_refusal>
  next_move(call& c, domain::time_point now);

  const provider_actor& provider_of(std::size_t deployment) const;
};

/// Keeps no state of a call: that travels with the call, so that a call that
/// is dropped anywhere leaves nothing behind.
router_actor::behavior_type router(
    router_actor::stateful_pointer<router_state> self, router_config config);

} // namespace bellwether::actors
