#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace bellwether::domain {

/// So many a minute, as a token bucket: a minute's worth may come at once. What
/// is not known before (an answer's tokens) may be taken afterwards and leaves
/// a debt. Pure: time is an argument.
class rate_limit {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit rate_limit(std::int64_t per_minute, time_point now);

  /// Nothing: there is room. Else how long until there is.
  std::optional<std::chrono::milliseconds> wait(time_point now) const;

  /// Takes `amount`, whether there is room or not.
  void take(std::int64_t amount, time_point now);

  std::int64_t per_minute() const { return per_minute_; }
  /// What is left of it now, not below 0.
  std::int64_t remaining(time_point now) const;

private:
  double level_at(time_point now) const;

  std::int64_t per_minute_;
  double level_;
  time_point at_;
};

} // namespace bellwether::domain
