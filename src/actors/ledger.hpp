#pragma once

#include "actors/event_log.hpp"
#include "actors/interfaces.hpp"
#include "storage/ledger.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace bellwether::actors {

struct ledger_state {
  static inline const char* name = "ledger";

  std::shared_ptr<storage::ledger> book;
  std::shared_ptr<event_log> events;
  std::function<domain::wall_time()> wall_now;
  /// When it looks into the journal next; nothing: once it is woken.
  std::optional<domain::time_point> due;
  std::chrono::milliseconds pause{0}; ///< before the next try of what failed
  bool failing = false; ///< the last drain did not succeed, and it was told
};

/// Brings what is in the journal to the ledger's file: a record wakes it, and
/// what comes within the next tenth of a second goes with it in one
/// transaction. `book` outlives an actor that dies; used by one at a time.
ledger_actor::behavior_type ledger(
    ledger_actor::stateful_pointer<ledger_state> self,
    std::shared_ptr<storage::ledger> book, std::shared_ptr<event_log> events,
    std::function<domain::wall_time()> wall_now);

} // namespace bellwether::actors
