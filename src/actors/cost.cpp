#include "actors/cost.hpp"

#include <utility>

namespace bellwether::actors {

cost_actor::behavior_type cost(cost_actor::stateful_pointer<cost_state> self,
                               std::shared_ptr<domain::tally> tally) {
  self->state.tally = std::move(tally);
  return {
      [self](const domain::finished_call& call) {
        self->state.tally->add(call);
      },
      [self](const domain::finished_probe& probe) {
        self->state.tally->add(probe);
      },
      [self](tally_request) -> tally_snapshot {
        return std::make_shared<const domain::tally>(*self->state.tally);
      },
  };
}

} // namespace bellwether::actors
