#include "domain/alert_rule.hpp"

#include "domain/alert.hpp"

#include <catch2/catch.hpp>

#include <set>

namespace bellwether::domain {

using namespace std::chrono_literals;

TEST_CASE("every rule has a name of its own that is read again",
          "[domain][alerts]") {
  std::set<std::string_view> names;
  for (const auto rule : all_alert_rules()) {
    CHECK(parse_alert_rule(to_string(rule)) == rule);
    names.insert(to_string(rule));
  }
  CHECK(names.size() == alert_rules);
  CHECK(to_string(alert_rule::daemon_crashed) == "daemon_crashed");
  CHECK_FALSE(parse_alert_rule("provider"));
}

TEST_CASE("severities are ordered and named", "[domain][alerts]") {
  CHECK(severity::info < severity::warning);
  CHECK(severity::error < severity::critical);
  for (const auto* name : {"info", "warning", "error", "critical"})
    CHECK(to_string(parse_severity(name).value()) == name);
  CHECK_FALSE(parse_severity("Critical"));
}

TEST_CASE("states and steps of alerts are named", "[domain][alerts]") {
  for (const auto* name : {"pending", "firing", "escalated", "resolved"})
    CHECK(to_string(parse_alert_state(name).value()) == name);
  for (const auto* name : {"fired", "repeated", "escalated", "resolved"})
    CHECK(to_string(parse_alert_step(name).value()) == name);
  CHECK_FALSE(parse_alert_state("fired"));
  CHECK_FALSE(parse_alert_step("firing"));
}

TEST_CASE("the policies are on, and say when people are told",
          "[domain][alerts]") {
  const alert_policies all;
  for (const auto rule : all_alert_rules())
    CHECK(all[rule].enabled);
  const auto& down = all[alert_rule::provider_down];
  CHECK(down.lasting == 0s);
  CHECK(down.clear_for == 2min);
  CHECK(down.escalate_after == 15min);
  CHECK(down.repeat_every == 4h);
  CHECK_FALSE(down.notice);
  CHECK(all[alert_rule::provider_rate_limited].lasting == 10min);
  for (const auto rule :
       {alert_rule::budget_threshold, alert_rule::budget_forecast,
        alert_rule::budget_spike, alert_rule::daemon_crashed}) {
    CHECK(all[rule].notice);
    CHECK(all[rule].repeat_every == 0s);
    CHECK(all[rule].escalate_after == 0s);
  }
}

} // namespace bellwether::domain
