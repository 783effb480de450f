#pragma once

#include "domain/severity.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// What people are told of.
enum class alert_rule : std::uint8_t {
  provider_down,          ///< its breaker is open
  provider_misconfigured, ///< a wrong key, no credit: only a person mends it
  provider_rate_limited,  ///< for long
  route_down,             ///< none of a route's candidates can be asked
  availability_fast_burn, ///< the error budget is gone within days
  availability_slow_burn, ///< within weeks
  answer_slow,            ///< a model's p95 is above its limit
  first_token_slow,       ///< the same of streams' first tokens
  budget_threshold,       ///< so much of a budget is spent
  budget_forecast,        ///< a period is likely to end above its limit
  budget_spike,           ///< an hour was much dearer than usual
  budget_exhausted,       ///< requests are refused or degraded
  ledger_failing,         ///< the ledger cannot be written
  keys_unusable,          ///< the callers' key file cannot be read
  key_abused,             ///< refused keys knock again and again
  delivery_failing,       ///< a sink takes no alerts
  daemon_crashed,         ///< a predecessor died without stopping
};

/// All of them, in this order.
inline constexpr std::size_t alert_rules = 17;
std::array<alert_rule, alert_rules> all_alert_rules();

/// "provider_down": in configurations, messages and labels.
std::string_view to_string(alert_rule r);
std::optional<alert_rule> parse_alert_rule(std::string_view text);

/// How a rule's alerts live. 0 of a time: never, or at once.
struct alert_policy {
  using milliseconds = std::chrono::milliseconds;

  bool enabled = true;
  /// Instead of what the rule itself says.
  std::optional<severity> level = std::nullopt;
  milliseconds lasting{0};        ///< pending until it was there for so long
  milliseconds clear_for{0};      ///< gone for so long before it is resolved
  milliseconds escalate_after{0}; ///< firing and not acknowledged
  milliseconds repeat_every{0};   ///< told again, if not acknowledged
  /// A notice rather than an incident: its end is told only to sinks that keep
  /// incidents open, and to nobody that only shows messages.
  bool notice = false;
  std::optional<milliseconds> limit = std::nullopt; ///< of the slow ones
  std::vector<std::string> sinks = {}; ///< only these; empty: as sinks want
  std::string runbook_url = {};        ///< "" = none

  bool operator==(const alert_policy&) const = default;
};

/// One policy for each rule.
class alert_policies {
public:
  /// The defaults; docs/alerts.md has the table.
  alert_policies();

  const alert_policy& operator[](alert_rule r) const {
    return all_[static_cast<std::size_t>(r)];
  }
  alert_policy& operator[](alert_rule r) {
    return all_[static_cast<std::size_t>(r)];
  }

private:
  std::array<alert_policy, alert_rules> all_;
};

} // namespace bellwether::domain
