#pragma once

#include "actors/interfaces.hpp"
#include "domain/catalog.hpp"
#include "domain/failover.hpp"
#include "domain/hedge_budget.hpp"
#include "domain/retry_budget.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace bellwether::actors {

/// What the router is told when it is started.
struct router_config {
  std::shared_ptr<const domain::catalog> catalog;
  domain::failover_policy failover;
  double retry_share = 0; ///< see domain::retry_budget
  std::uint64_t seed = 0; ///< of the jitter
};

struct router_state {
  static inline const char* name = "router";

  router_config config;
  std::vector<provider_actor> providers; ///< in the catalog's order
  std::optional<domain::retry_budget> retries;
  std::map<std::string, domain::hedge_budget, std::less<>> hedges; ///< by route
  router_report counted;
  std::mt19937_64 random;

  using step = std::variant<domain::try_candidate, domain::give_up,
                            domain::plan_refusal>;

  void start(router_config with);

  /// The call's next move; makes its plan first if it has none.
  step next_move(call& c, domain::time_point now);

  /// A second candidate beside the one that runs, if the route may have one.
  step hedge(call& c, domain::time_point now);

  const provider_actor& provider_of(std::size_t deployment) const;

private:
  bool reserve(call& c, domain::hedge_budget& budget,
               std::size_t deployment) const;
};

/// Keeps no state of a call: that travels with the call, so that a call that
/// is dropped anywhere leaves nothing behind.
router_actor::behavior_type router(
    router_actor::stateful_pointer<router_state> self, router_config config);

} // namespace bellwether::actors
