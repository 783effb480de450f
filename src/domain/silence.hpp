#pragma once

#include "domain/alert.hpp"
#include "domain/time_zone.hpp"
#include "domain/wall_time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::domain {

/// Whose alerts are not told for a while. They live on all the same: what still
/// fires when it is over is told then.
struct silence {
  std::uint64_t id = 0;           ///< 0: from the configuration
  std::optional<alert_rule> rule; ///< nothing: any
  std::string entity;             ///< "" = any
  std::string reason;
  /// From when until when; an end before the beginning never comes.
  wall_time from;
  wall_time until;

  bool matches(const alert_key& key) const;
  bool operator==(const silence&) const = default;
};

/// A silence that comes again each day or on some days of the week, by the
/// configured zone's clocks: maintenance.
struct silence_window {
  std::optional<alert_rule> rule;
  std::string entity;
  std::string reason;
  std::vector<std::chrono::weekday> days; ///< empty: each day
  std::chrono::minutes from{0};           ///< of the local day
  std::chrono::minutes until{0};          ///< at or below `from`: the next day

  bool matches(const alert_key& key) const;
  bool covers(wall_time now, const time_zone& zone) const;
  bool operator==(const silence_window&) const = default;
};

} // namespace bellwether::domain
