#pragma once

#include "actors/alert_desk.hpp"
#include "actors/interfaces.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace bellwether::actors {

/// What the notifier is told when it is started.
struct notifier_config {
  alert_desk_config desk;
  std::function<domain::wall_time()> wall_now;
};

struct notifier_state {
  static inline const char* name = "notifier";

  notifier_config config;
  std::optional<alert_desk> desk;
  std::vector<courier_actor> couriers; ///< as desk.alerts.sinks
};

/// Has the desk look at what is, and wakes the couriers that have something to
/// bring. Blocks for the disk: runs on a thread of its own.
notifier_actor::behavior_type notifier(
    notifier_actor::stateful_pointer<notifier_state> self,
    notifier_config config);

} // namespace bellwether::actors
