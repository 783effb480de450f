#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bellwether::domain {

struct concurrency_policy {
  std::size_t most = 1'024; ///< the limit at first, and never exceeded
  std::size_t least = 4;    ///< what overload cannot take away; at most `most`
  bool adaptive = true;
  /// What an overload leaves of what was in flight, or of half the limit if
  /// that is more.
  double shrink = 0.7;
  /// Overloads that come together shrink once.
  std::chrono::milliseconds shrink_pause{1'000};
};

/// How many attempts a provider may have at once: a bulkhead that closes in
/// when the provider is overloaded and opens again slowly (additive increase,
/// multiplicative decrease: one more for each limit's worth of successes while
/// at least half of it is used). Slots are counted here and nowhere else.
class concurrency_limit {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// What an attempt that ended says of the load.
  enum class sign : std::uint8_t {
    none,     ///< abandoned, or a failure that says nothing of load
    success,  ///< answered in time
    overload, ///< 429 without a quota behind it, 503, 529, a time-out
  };

  explicit concurrency_limit(const concurrency_policy& policy);

  bool full() const { return in_flight_ >= limit(); }

  /// Takes a slot; not when full.
  void take() { ++in_flight_; }

  /// Gives one back.
  void give_back(time_point now, sign s);

  /// Forgets the attempts that nobody will report.
  void reset() { in_flight_ = 0; }

  std::size_t limit() const;
  std::size_t in_flight() const { return in_flight_; }

private:
  void shrink(time_point now);
  void grow();

  concurrency_policy policy_;
  double limit_;
  std::size_t in_flight_ = 0;
  time_point shrunk_ = time_point::min();
};

} // namespace bellwether::domain
