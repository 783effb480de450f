#pragma once

#include "actors/directory.hpp"
#include "actors/drill_board.hpp"
#include "actors/event_log.hpp"
#include "actors/interfaces.hpp"
#include "domain/availability.hpp"
#include "domain/catalog.hpp"
#include "domain/drill.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace bellwether::actors {

/// What the objective actor knows. Outlives an actor that dies; used by one at
/// a time.
struct objective_book {
  domain::availability availability;
  std::optional<domain::drill_meter> drill; ///< that runs, or ran last
};

/// What the objective actor is told when it is started.
struct objective_config {
  std::shared_ptr<const domain::catalog> catalog;
  double objective = 0.999; ///< share of calls that are to be answered
  std::vector<domain::availability_hour> memory;
  std::shared_ptr<drill_board> drills; ///< written by this actor
};

struct objective_state {
  static inline const char* name = "objective";

  objective_config config;
  std::shared_ptr<objective_book> book;
  std::shared_ptr<const directory> where;
  std::shared_ptr<event_log> events;
  domain::time_point remembered; ///< when the keeper was told last
};

/// Makes the book that the actor and its successors use.
std::shared_ptr<objective_book> make_book(const objective_config& config);

/// Keeps the availability objective. Leads drills: writes them on the board
/// that sessions look at, and ends them when they have run their time, or when
/// callers feel them.
objective_actor::behavior_type objective(
    objective_actor::stateful_pointer<objective_state> self,
    objective_config config, std::shared_ptr<objective_book> book,
    std::shared_ptr<const directory> where, std::shared_ptr<event_log> events);

} // namespace bellwether::actors
