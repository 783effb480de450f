#include "actors/event_log.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::actors {

void event_log::append(event what) {
  {
    const std::lock_guard lock{mutex_};
    what.id = ++newest_;
    events_.push_back(std::move(what));
    if (events_.size() > most_events)
      events_.pop_front();
  }
  changed_.notify_all();
}

std::vector<event> event_log::after(std::uint64_t id) const {
  const std::lock_guard lock{mutex_};
  return kept_after(id);
}

std::vector<event> event_log::wait_after(
    std::uint64_t id, std::chrono::milliseconds patience) const {
  // A deadline that the clock can hold, whatever patience is given.
  constexpr std::chrono::milliseconds longest = std::chrono::hours{24 * 365};
  std::unique_lock lock{mutex_};
  changed_.wait_for(lock, std::min(patience, longest),
                    [&] { return closed_ || newest_ > id; });
  return kept_after(id);
}

std::uint64_t event_log::newest() const {
  const std::lock_guard lock{mutex_};
  return newest_;
}

void event_log::close() {
  {
    const std::lock_guard lock{mutex_};
    closed_ = true;
  }
  changed_.notify_all();
}

bool event_log::closed() const {
  const std::lock_guard lock{mutex_};
  return closed_;
}

/// Ids have no gaps, so the newest one tells how many are wanted.
std::vector<event> event_log::kept_after(std::uint64_t id) const {
  const auto wanted = newest_ > id ? newest_ - id : 0;
  const auto kept = std::min<std::uint64_t>(wanted, events_.size());
  return {events_.end() - static_cast<std::ptrdiff_t>(kept), events_.end()};
}

} // namespace bellwether::actors
