#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace bellwether::domain {

/// Who waits for a slot, first come first served, bounded, each with the time
/// by which it must be its turn. Who would come too late is not let in, and who
/// has become too late is passed over: work that nobody waits for any more only
/// makes others late.
template <class Ticket>
class waiting_room {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit waiting_room(std::size_t most) : most_{most} {}

  /// Lets `who` wait unless the room is full or, at `pace` per place, its turn
  /// would come after `deadline`. False: shed.
  bool enter(Ticket who, time_point deadline, time_point now,
             std::chrono::nanoseconds pace) {
    drop_late(now);
    const auto turn = now + pace * static_cast<std::int64_t>(waiting_.size());
    if (waiting_.size() >= most_ || turn >= deadline) {
      ++shed_;
      return false;
    }
    waiting_.emplace_back(std::move(who), deadline);
    return true;
  }

  /// The next whose time has not passed.
  std::optional<Ticket> next(time_point now) {
    drop_late(now);
    if (waiting_.empty())
      return std::nullopt;
    std::optional<Ticket> out{std::move(waiting_.front().first)};
    waiting_.pop_front();
    return out;
  }

  std::size_t size() const { return waiting_.size(); }
  std::uint64_t shed() const { return shed_; } ///< refused, or too late

private:
  void drop_late(time_point now) {
    const auto before = waiting_.size();
    std::erase_if(waiting_, [&](const auto& w) { return w.second <= now; });
    shed_ += before - waiting_.size();
  }

  std::size_t most_;
  std::deque<std::pair<Ticket, time_point>> waiting_;
  std::uint64_t shed_ = 0;
};

} // namespace bellwether::domain
