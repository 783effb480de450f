#pragma once

#include "actors/interfaces.hpp"
#include "actors/sink_board.hpp"
#include "alerts/messenger.hpp"
#include "domain/backoff.hpp"
#include "storage/outbox.hpp"

#include <caf/actor_clock.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>

namespace bellwether::actors {

/// What a courier is told when it is started.
struct courier_config {
  std::shared_ptr<alerts::messenger> carrier;
  std::shared_ptr<storage::outbox> outbox;
  std::shared_ptr<sink_board> board;
  std::function<domain::wall_time()> wall_now;
  domain::backoff pause{std::chrono::seconds{2}, std::chrono::minutes{10}};
  /// Between two messages: Slack takes one a second.
  std::chrono::milliseconds pace{0};
  std::chrono::milliseconds longest{std::chrono::hours{48}}; ///< then expired
  std::uint32_t seed = 0;
};

/// A try's end that is to be written down before there is another try.
struct try_note {
  std::uint64_t delivery = 0;
  storage::delivery_state state = storage::delivery_state::waiting;
  int status = 0;
  std::string answer;
  domain::wall_time due;
};

struct courier_state {
  static inline const char* name = "courier";

  using time_point = caf::actor_clock::time_point;

  courier_config config;
  std::minstd_rand chance;
  unsigned rejected_in_a_row = 0;
  time_point held;                 ///< nothing is sent before
  std::optional<time_point> alarm; ///< a courier_wake comes then
  std::optional<try_note> unwritten;
  bool outbox_fails = false; ///< the log knows of it
};

/// Brings one sink's messages from the outbox to it, one at a time, as often as
/// it takes:
///
///   delivered          the next one, not sooner than the pace allows
///   again              the same one after a back-off with jitter, or after
///                      what the sink asked for, up to an hour; others wait
///                      along, for half a minute at most if it did not ask
///   rejected           never again; three in a row disable the sink
///   disabled           the sink is left alone, and what waits stays, until a
///                      test reaches it or the courier is started anew
///   older than longest expired, not sent
///
/// Nothing more is sent while the outbox cannot note what became of the last
/// one. Blocks: runs on a thread of its own, so that a slow sink delays only
/// itself. Who ends it calls carrier->stop() first, or the exit waits for what
/// is being sent; a courier is not started anew with a carrier that stopped.
courier_actor::behavior_type courier(
    courier_actor::stateful_pointer<courier_state> self, courier_config config);

} // namespace bellwether::actors
