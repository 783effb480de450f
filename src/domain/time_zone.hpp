#pragma once

#include "domain/wall_time.hpp"

#include <chrono>
#include <string>

namespace bellwether::domain {

/// The rules by which a place keeps its clocks. Immutable; any thread.
class time_zone {
public:
  virtual ~time_zone() = default;

  /// "Europe/Berlin".
  virtual const std::string& name() const = 0;

  /// Local time minus UTC at `t`.
  virtual std::chrono::seconds offset_at(wall_time t) const = 0;
};

/// Clocks that never change.
const time_zone& utc();

/// The first moment at which local clocks show `local` or later: in the hour
/// that a clock change leaves out its end, in the hour that comes twice its
/// first.
wall_time first_moment(const time_zone& zone,
                       std::chrono::local_time<std::chrono::seconds> local);

/// What local clocks show at `t`.
std::chrono::local_time<std::chrono::milliseconds> local_at(
    const time_zone& zone, wall_time t);

} // namespace bellwether::domain
