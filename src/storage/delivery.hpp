#pragma once

#include "domain/alert_message.hpp"
#include "domain/wall_time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::storage {

enum class delivery_state : std::uint8_t {
  waiting,   ///< to be sent, at first or once more
  delivered, ///< the sink took it
  rejected,  ///< the sink will never take it
  expired,   ///< it was tried for too long
};

std::string_view to_string(delivery_state s);

/// A message on its way to one sink.
struct delivery {
  std::uint64_t number = 0;
  std::string id; ///< "msg_...": the same over all tries
  std::string sink;
  domain::alert_message message;
  delivery_state state = delivery_state::waiting;
  unsigned tries = 0;
  domain::wall_time due; ///< not before
  std::optional<domain::wall_time> ended;
  int status = 0;     ///< of the last try
  std::string answer; ///< what came of it, a sentence; safe to show
};

/// How a sink's deliveries stand.
struct sink_counts {
  std::size_t waiting = 0;
  std::optional<domain::wall_time> oldest; ///< of those
  std::uint64_t delivered = 0;             ///< in all time
  std::uint64_t failed = 0;                ///< rejected or expired
};

} // namespace bellwether::storage
