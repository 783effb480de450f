#pragma once

#include "domain/wall_time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::actors {

/// How one sink does, as its courier sees it.
struct sink_state {
  std::optional<domain::wall_time> disabled; ///< since when; nothing: it is not
  std::string problem;                       ///< of the last try; "" = none
  std::optional<domain::wall_time> last_delivered;
  std::uint64_t tries = 0;
  std::uint64_t delivered = 0;
  std::uint64_t rejected = 0;
};

/// How all sinks do: written by their couriers, read by the notifier and the
/// metrics. Thread-safe.
class sink_board {
public:
  sink_state state(const std::string& sink) const;
  void set(const std::string& sink, sink_state now);

private:
  mutable std::mutex mutex_;
  std::map<std::string, sink_state> states_;
};

} // namespace bellwether::actors
