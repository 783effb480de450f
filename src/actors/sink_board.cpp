#include "actors/sink_board.hpp"

#include <utility>

namespace bellwether::actors {

sink_state sink_board::state(const std::string& sink) const {
  const std::lock_guard lock{mutex_};
  const auto found = states_.find(sink);
  return found == states_.end() ? sink_state{} : found->second;
}

void sink_board::set(const std::string& sink, sink_state now) {
  const std::lock_guard lock{mutex_};
  states_.insert_or_assign(sink, std::move(now));
}

} // namespace bellwether::actors
