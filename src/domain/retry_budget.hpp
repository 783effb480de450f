#pragma once

#include <chrono>
#include <cstdint>

namespace bellwether::domain {

/// Bounds how often providers are asked again for a request that they have
/// already failed, as a share of all requests, so that an outage does not
/// multiply the load. A token bucket: each request puts in `share`, each retry
/// takes out one; a few a second are always there, since a share of little
/// traffic would be nothing. Going on to a candidate that has not been asked
/// yet is no retry: no provider sees more than its share of requests by that.
class retry_budget {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// `share` of requests in [0, 1]; 0 = retries only at `per_second`.
  explicit retry_budget(double share, double per_second = 2.0);

  /// A request came.
  void request();

  /// Takes a retry out; false: none is left.
  bool take(time_point now);

  std::uint64_t refused() const { return refused_; }

private:
  void refill(time_point now);

  static constexpr double most = 100.0; ///< kept for a burst

  double share_;
  double per_second_;
  double tokens_;
  time_point refilled_ = time_point::min();
  std::uint64_t refused_ = 0;
};

} // namespace bellwether::domain
