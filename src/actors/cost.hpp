#pragma once

#include "actors/directory.hpp"
#include "actors/event_log.hpp"
#include "actors/interfaces.hpp"
#include "actors/till.hpp"
#include "domain/catalog.hpp"
#include "domain/tally.hpp"
#include "domain/time_zone.hpp"
#include "storage/ledger_writer.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::actors {

/// What the cost actor knows. Outlives an actor that dies; used by one at a
/// time.
struct cost_book {
  domain::tally tally;
  std::map<std::string, domain::money> limits = {}; ///< changed at run time
};

/// The configured budgets, and those of the keys that were not revoked.
std::vector<domain::budget> budgets_with(std::vector<domain::budget> configured,
                                         const key_ring& keys);

/// What the cost actor is told when it is started.
struct cost_config {
  std::shared_ptr<const domain::catalog> catalog;
  std::vector<domain::budget> budgets; ///< as configured, without the keys'
  /// Which model probes ask, by index of the provider; "" = none.
  std::vector<std::string> probe_models;
  std::shared_ptr<actors::till> till;
  std::shared_ptr<const domain::time_zone> zone; ///< of the budgets' periods
  std::shared_ptr<storage::ledger_writer> ledger;
  std::function<domain::wall_time()> wall_now; ///< the clock on the wall
};

struct cost_state {
  static inline const char* name = "cost";

  cost_config config;
  std::shared_ptr<cost_book> book;
  /// Budgets whose past the ledger was asked for, and in which question.
  std::map<std::string, unsigned> awaited;
  unsigned questions = 0;
  std::shared_ptr<const directory> where;
  std::shared_ptr<event_log> events;
};

/// Adds up what calls came to, gives the till its budgets, and says what is
/// worth to be told of them: to the event log and the ledger.
cost_actor::behavior_type cost(cost_actor::stateful_pointer<cost_state> self,
                               cost_config config,
                               std::shared_ptr<cost_book> book,
                               std::shared_ptr<const directory> where,
                               std::shared_ptr<event_log> events);

} // namespace bellwether::actors
