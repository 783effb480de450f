#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace bellwether::domain {

/// The last few hundred latencies of one kind, not older than `age`, and their
/// quantiles. Pure: time is an argument.
class latency_window {
public:
  using time_point = std::chrono::steady_clock::time_point;
  using nanoseconds = std::chrono::nanoseconds;

  explicit latency_window(std::chrono::milliseconds age = std::chrono::minutes{
                              10});

  void add(nanoseconds latency, time_point now);

  /// The smallest latency that is not below a share `q` in [0, 1] of them;
  /// nothing while there are fewer than `least_samples`.
  std::optional<nanoseconds> quantile(double q, time_point now) const;

  std::size_t size(time_point now) const;

  /// What is there, for a successor: oldest first.
  std::vector<nanoseconds> samples(time_point now) const;

  static constexpr std::size_t most_samples = 256;
  static constexpr std::size_t least_samples = 20;

private:
  struct sample {
    time_point when;
    nanoseconds latency;
  };

  nanoseconds age_;
  std::vector<sample> samples_; ///< a ring once it is full
  std::size_t next_ = 0;
};

} // namespace bellwether::domain
