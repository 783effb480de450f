#pragma once

#include "actors/interfaces.hpp"
#include "domain/catalog.hpp"
#include "storage/memory.hpp"
#include "storage/state_dir.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <string_view>

namespace bellwether::actors {

/// The file in the state folder that the keeper writes.
inline constexpr std::string_view memory_file = "memory.json";

/// What the keeper is told when it is started.
struct keeper_config {
  std::shared_ptr<const domain::catalog> catalog;
  std::shared_ptr<const storage::state_dir> folder;
  storage::memory memory; ///< what the file holds, or is to hold
};

struct keeper_state {
  static inline const char* name = "keeper";

  keeper_config config;
  bool dirty = false;
  bool failing = false; ///< the last write did not succeed
};

/// Writes what is to outlive the process as soon as it is told: a message to
/// itself stands behind all that wait, so that one write serves them all.
/// Blocks on the disk: to be spawned on a thread of its own.
keeper_actor::behavior_type keeper(
    keeper_actor::stateful_pointer<keeper_state> self, keeper_config config);

} // namespace bellwether::actors
