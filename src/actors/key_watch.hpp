#pragma once

#include "actors/directory.hpp"
#include "actors/event_log.hpp"
#include "actors/interfaces.hpp"
#include "actors/key_board.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <variant>

namespace bellwether::actors {

/// What the key watch is told when it is started.
struct key_watch_config {
  std::filesystem::path file;
  std::shared_ptr<key_board> board;
};

/// The keys in the file, none if there is no file; or a sentence that names
/// the file and says what is wrong with it.
std::variant<std::shared_ptr<const key_ring>, std::string> read_key_ring(
    const std::filesystem::path& file);

struct key_watch_state {
  static inline const char* name = "key watch";

  key_watch_config config;
  std::shared_ptr<const directory> where;
  std::shared_ptr<event_log> events;
  std::string seen; ///< what the file looked like when it was read last
};

/// Looks at the key file twice a second, and publishes what it holds when it
/// has changed. A file that cannot be used leaves the keys as they are, with a
/// line in the log and an event.
key_watch_actor::behavior_type key_watch(
    key_watch_actor::stateful_pointer<key_watch_state> self,
    key_watch_config config, std::shared_ptr<const directory> where,
    std::shared_ptr<event_log> events);

} // namespace bellwether::actors
