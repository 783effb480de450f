#pragma once

#include "actors/interfaces.hpp"
#include "domain/tally.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace bellwether::actors {

struct cost_state {
  static inline const char* name = "cost";

  std::shared_ptr<domain::tally> tally;
};

/// Adds up what calls came to. `tally` outlives an actor that dies and is used
/// by one actor at a time.
cost_actor::behavior_type cost(cost_actor::stateful_pointer<cost_state> self,
                               std::shared_ptr<domain::tally> tally);

} // namespace bellwether::actors
