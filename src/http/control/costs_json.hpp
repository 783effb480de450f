#pragma once

#include "domain/budget.hpp"
#include "domain/period.hpp"
#include "domain/tally.hpp"
#include "domain/time_zone.hpp"
#include "domain/wall_time.hpp"
#include "storage/ledger_query.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bellwether::http {

/// The ledger's sums of one month, split in every way.
struct month_costs {
  domain::time_span span;
  std::vector<storage::report_row> models;
  std::vector<storage::report_row> providers;
  std::vector<storage::report_row> routes;
  std::vector<storage::report_row> keys;
  std::vector<storage::report_row> teams;
  std::vector<storage::report_row> days;
};

/// What GET /costs is made of.
struct costs_source {
  const month_costs& month;
  const domain::tally& tally; ///< since the daemon's start
  const std::vector<domain::budget_report>& budgets;
  const std::optional<storage::ledger_status>& ledger; ///< nothing: no answer
  const std::vector<std::string>& providers; ///< names, catalog::providers
  const domain::time_zone& zone;
  const std::string& dearest_model;
  const std::string& since; ///< the daemon's start, as RFC 3339
  domain::wall_time now;
};

/// The month's costs as GET /costs tells them: the tutorial's summary, and how
/// they split. `since` and what is counted in memory, which are estimated
/// requests, probes, hedging and the estimator, begin at the daemon's start;
/// everything else is the ledger's, of the whole month.
std::string costs_json(const costs_source& from);

/// The month's spend at this rate; nothing in its first hour.
std::optional<domain::money> project_month(domain::money spent,
                                           const domain::time_span& month,
                                           domain::wall_time now);

/// The first budget of all spend by calendar month; null if there is none.
const domain::budget_report* find_monthly(
    const std::vector<domain::budget_report>& budgets);

} // namespace bellwether::http
