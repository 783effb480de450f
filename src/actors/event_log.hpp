#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::actors {

/// Something that changed, with its cause. Holds no secrets and no prompts.
struct event {
  std::uint64_t id = 0; ///< given by the log; grows by one
  std::chrono::system_clock::time_point at;
  std::string kind; ///< "provider_state", "drill_started", "drill_ended", ...
  std::string provider; ///< "" = none
  std::string model;    ///< "" = the provider as a whole
  std::string from;     ///< of a change of state
  std::string to;
  std::string cause;                                          ///< a sentence
  std::optional<std::chrono::system_clock::time_point> until; ///< of a hold
};

/// The last thousand events, for whoever follows them. Thread-safe.
class event_log {
public:
  static constexpr std::size_t most_events = 1'000;

  /// Gives the event its id, keeps it and wakes who waits.
  void append(event what);

  /// The events after number `id` that are still kept, oldest first.
  std::vector<event> after(std::uint64_t id) const;

  /// The same, after waiting until there are any, the log is closed, or
  /// `patience` has passed.
  std::vector<event> wait_after(std::uint64_t id,
                                std::chrono::milliseconds patience) const;

  /// Of the newest event; 0 = none yet.
  std::uint64_t newest() const;

  /// Wakes all who wait; nobody waits any more.
  void close();
  bool closed() const;

private:
  std::vector<event> kept_after(std::uint64_t id) const; ///< with the mutex

  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::deque<event> events_;
  std::uint64_t newest_ = 0;
  bool closed_ = false;
};

} // namespace bellwether::actors
