#pragma once

#include "actors/directory.hpp"
#include "actors/interfaces.hpp"
#include "actors/provider_book.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace bellwether::actors {

struct provider_state {
  static inline const char* name = "provider";

  std::shared_ptr<provider_book> book;
  std::shared_ptr<const directory> where;
};

/// One provider: its breaker, its holds, its slots.
provider_actor::behavior_type provider(
    provider_actor::stateful_pointer<provider_state> self,
    std::shared_ptr<provider_book> book,
    std::shared_ptr<const directory> where);

} // namespace bellwether::actors
