#pragma once

#include "domain/period.hpp"
#include "domain/time_zone.hpp"
#include "domain/wall_time.hpp"

#include <array>
#include <memory>

namespace bellwether::domain {

/// The periods of a place. Remembers the last of each kind, for which it is
/// asked again and again.
class calendar {
public:
  explicit calendar(std::shared_ptr<const time_zone> zone);

  /// As period_at().
  time_span at(const period& p, wall_time now);

  const time_zone& zone() const { return *zone_; }

private:
  std::shared_ptr<const time_zone> zone_;
  std::array<time_span, 6> last_{}; ///< by kind
};

} // namespace bellwether::domain
