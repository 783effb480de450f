#pragma once

#include "actors/directory.hpp"
#include "actors/event_log.hpp"
#include "actors/interfaces.hpp"
#include "actors/provider_book.hpp"
#include "domain/waiting_room.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace bellwether::actors {

struct provider_state {
  static inline const char* name = "provider";

  std::shared_ptr<provider_book> book;
  std::shared_ptr<const directory> where;
  std::shared_ptr<event_log> events;
  /// Calls that wait for a slot. Those of an actor that dies ask again.
  std::optional<domain::waiting_room<admit_call>> queue;
  domain::time_point remembered; ///< when the keeper was told last
};

/// One provider: its breaker, its holds, its slots and who waits for them, its
/// probes.
provider_actor::behavior_type provider(
    provider_actor::stateful_pointer<provider_state> self,
    std::shared_ptr<provider_book> book, std::shared_ptr<const directory> where,
    std::shared_ptr<event_log> events);

} // namespace bellwether::actors
