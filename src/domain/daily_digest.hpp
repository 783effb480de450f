#pragma once

#include "domain/alert_message.hpp"
#include "domain/availability.hpp"
#include "domain/budget.hpp"
#include "domain/money.hpp"
#include "domain/time_zone.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::domain {

/// A day in figures.
struct day_figures {
  wall_time from;
  wall_time to;
  money spent;
  std::uint64_t attempts = 0;
  std::uint64_t requests = 0; ///< that were answered
  std::uint64_t failures = 0; ///< attempts that failed
  /// Answered although the first attempt failed.
  std::uint64_t saved = 0;
  std::optional<double> availability; ///< share; nothing without calls
  std::vector<std::pair<std::string, money>> dearest;         ///< models
  std::vector<std::pair<std::string, std::uint64_t>> failing; ///< providers
  std::vector<budget_report> budgets;
  std::size_t open_alerts = 0;
};

/// The digest of a day; also of one on which nothing happened.
alert_message message_of(const day_figures& day, wall_time now);

/// When the next digest is due, after `now`: `at` minutes into the local day.
wall_time next_digest(const time_zone& zone, std::chrono::minutes at,
                      wall_time now);

} // namespace bellwether::domain
