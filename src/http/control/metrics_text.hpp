#pragma once

#include "actors/alert_messages.hpp"
#include "actors/messages.hpp"
#include "domain/catalog.hpp"
#include "domain/tally.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellwether::http {

inline constexpr const char* metrics_content_type =
    "text/plain; version=0.0.4; charset=utf-8";

/// What the metrics are made of. The catalog's models have their series before
/// their first call: a series that begins at its first event would hide that
/// event from rate().
struct metrics_source {
  const domain::tally& calls;
  const std::vector<actors::provider_report>& providers;
  const actors::router_report& router;
  const actors::availability_snapshot& availability;
  const domain::catalog& catalog;
  const std::vector<domain::budget_report>& budgets;
  const std::optional<storage::ledger_status>& ledger; ///< nothing: no answer
  const actors::alerts_snapshot& alerts;               ///< null: no answer
};

/// The counts in Prometheus' text format 0.0.4.
std::string metrics_text(const metrics_source& from);

} // namespace bellwether::http
