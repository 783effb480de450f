#pragma once

#include "domain/failure.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace bellwether::domain {

/// How slow a provider's stream may be. 0 = no such limit.
struct stream_limits {
  std::chrono::milliseconds first_token{60'000};    ///< from the request
  std::chrono::milliseconds between_tokens{60'000}; ///< without any
  std::int64_t min_tokens_per_second = 0;           ///< within `rate_window`
  std::chrono::milliseconds rate_window{30'000};
  std::chrono::milliseconds total{0}; ///< from the request

  bool operator==(const stream_limits&) const = default;
};

/// Watches over one attempt's stream, whatever its wire format. What counts is
/// text that reaches the caller: comments, keep-alives, empty deltas and bytes
/// that complete nothing are silence. Time in which the caller itself did not
/// take what was there is not the provider's and is taken out with paused().
/// Tokens are estimated from characters. Pure: time is an argument.
class stream_guard {
public:
  using time_point = std::chrono::steady_clock::time_point;

  stream_guard(const stream_limits& limits, time_point started);

  /// Text of so many characters came.
  void progressed(std::int64_t chars, time_point now);

  /// Nothing was read for so long, because the caller was slow.
  void paused(std::chrono::nanoseconds length);

  /// When the next limit is reached if nothing comes until then.
  time_point deadline() const;

  /// The limit that is passed at `now`, as a failure that names it.
  std::optional<failure> check(time_point now) const;

  /// Time to the first token, once there was one.
  std::optional<std::chrono::nanoseconds> first_token() const;

private:
  struct progress {
    time_point when;
    std::int64_t chars = 0; ///< of the whole stream until then
  };

  static constexpr int mark_share = 100;

  std::optional<time_point> rate_deadline() const;
  std::optional<time_point> total_deadline() const;

  stream_limits limits_;
  time_point started_;
  std::optional<std::chrono::nanoseconds> first_; ///< from the start
  time_point last_;
  std::int64_t chars_ = 0;
  std::deque<progress> window_; ///< the last rate_window, oldest first
};

} // namespace bellwether::domain
