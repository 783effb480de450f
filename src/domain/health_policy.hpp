#pragma once

#include "domain/backoff.hpp"

#include <chrono>
#include <cstdint>

namespace bellwether::domain {

/// When and for how long a provider or a model is held out, and how it comes
/// back.
struct health_policy {
  unsigned failure_threshold = 3; ///< consecutive failures that open
  /// Share of failures within `failure_window` that opens, once at least
  /// `failure_volume` attempts ended in it; 0 = only consecutive ones count.
  double failure_share = 0.5;
  std::chrono::milliseconds failure_window{30'000};
  std::uint64_t failure_volume = 20;
  /// An answer whose first token comes later is a failure; 0 = never.
  std::chrono::milliseconds slow{0};
  backoff hold{std::chrono::seconds{5}, std::chrono::seconds{300}};
  backoff rate_limit_hold{std::chrono::seconds{10}, std::chrono::seconds{60}};
  std::chrono::milliseconds misconfigured_hold{300'000};
  /// A probe that has not reported after this long is given up, so that its
  /// slot cannot leak. Longer than any attempt: a later report would be taken
  /// for the next probe's.
  std::chrono::milliseconds probe_patience{130'000};
  /// An opening so soon after a recovery goes on with the growing holds.
  std::chrono::milliseconds relapse{60'000};
  /// In which the share of traffic grows to all of it again; 0 = at once.
  std::chrono::milliseconds slow_start{30'000};
  /// Between two attempts as a last resort while held out.
  std::chrono::milliseconds last_resort_pause{1'000};
};

} // namespace bellwether::domain
