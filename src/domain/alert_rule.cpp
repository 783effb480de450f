#include "domain/alert_rule.hpp"

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, alert_rules> names{
    "provider_down",    "provider_misconfigured", "provider_rate_limited",
    "route_down",       "availability_fast_burn", "availability_slow_burn",
    "answer_slow",      "first_token_slow",       "budget_threshold",
    "budget_forecast",  "budget_spike",           "budget_exhausted",
    "ledger_failing",   "keys_unusable",          "key_abused",
    "delivery_failing", "daemon_crashed"};

struct times {
  std::chrono::milliseconds lasting;
  std::chrono::milliseconds clear_for;
  std::chrono::milliseconds escalate_after;
  std::chrono::milliseconds repeat_every;
};

void set(alert_policy& to, const times& t) {
  to.lasting = t.lasting;
  to.clear_for = t.clear_for;
  to.escalate_after = t.escalate_after;
  to.repeat_every = t.repeat_every;
}

} // namespace

std::array<alert_rule, alert_rules> all_alert_rules() {
  std::array<alert_rule, alert_rules> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out.at(i) = static_cast<alert_rule>(i);
  return out;
}

std::string_view to_string(alert_rule r) {
  return names.at(static_cast<std::size_t>(r));
}

std::optional<alert_rule> parse_alert_rule(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names.at(i) == text)
      return static_cast<alert_rule>(i);
  return std::nullopt;
}

alert_policies::alert_policies() {
  using enum alert_rule;
  auto& all = *this;
  set(all[provider_down], {0s, 2min, 15min, 4h});
  set(all[provider_misconfigured], {0s, 30s, 1h, 12h});
  set(all[provider_rate_limited], {10min, 2min, 0s, 4h});
  set(all[route_down], {0s, 1min, 5min, 1h});
  set(all[availability_fast_burn], {2min, 5min, 0s, 1h});
  set(all[availability_slow_burn], {15min, 15min, 0s, 12h});
  set(all[answer_slow], {5min, 5min, 0s, 12h});
  set(all[first_token_slow], {5min, 5min, 0s, 12h});
  set(all[budget_exhausted], {0s, 0s, 0s, 24h});
  set(all[ledger_failing], {0s, 30s, 15min, 1h});
  set(all[keys_unusable], {0s, 0s, 0s, 24h});
  set(all[key_abused], {0s, 5min, 0s, 12h});
  set(all[delivery_failing], {0s, 1min, 0s, 12h});
  for (const auto rule :
       {budget_threshold, budget_forecast, budget_spike, daemon_crashed})
    all[rule].notice = true;
}

} // namespace bellwether::domain
