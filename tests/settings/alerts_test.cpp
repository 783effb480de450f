#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace bellwether;
using namespace bellwether::settings;
using namespace std::chrono_literals;
using test::json;
using test::lines;

namespace {

json with(const json& alerts) {
  auto out = test::minimal();
  out["alerts"] = alerts;
  return out;
}

alert_settings read(const json& alerts) {
  return test::load(with(alerts)).alerts;
}

lines problems(const json& alerts) {
  return test::problems_of(with(alerts));
}

const json two_sinks{
    {"ops", {{"kind", "webhook"}, {"url", "https://example.com/1"}}},
    {"audit", {{"kind", "webhook"}, {"url", "https://example.com/2"}}}};

} // namespace

TEST_CASE("without alerts nobody is told, and the machine has a name",
          "[settings][alerts]") {
  const auto got = test::load(test::minimal()).alerts;
  CHECK(got.sinks.empty());
  CHECK(!got.instance.empty());
  CHECK(got.digest.sinks.empty());
}

TEST_CASE("a rule can be other than usual", "[settings][alerts]") {
  const auto got = read({{"sinks", two_sinks},
                         {"rules",
                          {{"provider_down",
                            {{"enabled", false},
                             {"severity", "critical"},
                             {"for_s", 30},
                             {"clear_s", 60},
                             {"escalate_after_s", 0},
                             {"repeat_every_s", 7200},
                             {"sinks", {"ops"}},
                             {"runbook_url", "https://wiki.example.com/down"}}},
                           {"first_token_slow", {{"limit_ms", 8000}}}}}});
  const auto& down = got.rules[domain::alert_rule::provider_down];
  CHECK(!down.enabled);
  CHECK(down.level == domain::severity::critical);
  CHECK(down.lasting == 30s);
  CHECK(down.clear_for == 1min);
  CHECK(down.escalate_after == 0s);
  CHECK(down.repeat_every == 2h);
  CHECK(down.sinks == lines{"ops"});
  CHECK(down.runbook_url == "https://wiki.example.com/down");
  CHECK(got.rules[domain::alert_rule::first_token_slow].limit == 8s);
  CHECK(got.rules[domain::alert_rule::route_down]
        == domain::alert_policies{}[domain::alert_rule::route_down]);
}

TEST_CASE("windows, the digest and the flood's bound are read",
          "[settings][alerts]") {
  const auto got = read({{"instance", "bellwether@eu-1"},
                         {"dashboard_url", "https://gateway.example.com/"},
                         {"sinks", two_sinks},
                         {"silences",
                          {{{"rule", "route_down"},
                            {"entity", "auto"},
                            {"reason", "maintenance"},
                            {"days", {"sat", "sun"}},
                            {"from", "22:30"},
                            {"until", "04:00"}}}},
                         {"digest", {{"at", "23:59"}, {"sinks", {"audit"}}}},
                         {"flood", {{"messages", 5}, {"window_s", 60}}}});
  CHECK(got.instance == "bellwether@eu-1");
  CHECK(got.dashboard_url == "https://gateway.example.com");
  REQUIRE(got.silences.size() == 1);
  const auto& window = got.silences[0];
  CHECK(window.rule == domain::alert_rule::route_down);
  CHECK(window.entity == "auto");
  CHECK(window.reason == "maintenance");
  CHECK(window.days == std::vector{std::chrono::Saturday, std::chrono::Sunday});
  CHECK(window.from == 22h + 30min);
  CHECK(window.until == 4h);
  CHECK(got.digest.at == 23h + 59min);
  CHECK(got.digest.sinks == lines{"audit"});
  CHECK(got.flood.messages == 5);
  CHECK(got.flood.window == 1min);
}

TEST_CASE("what is wrong with alerts is named with its remedy",
          "[settings][alerts]") {
  const auto [wrong, said] = GENERATE(table<const char*, const char*>(
      {{R"({"rules": {"provider_dow": {}}})",
        "alerts.rules.provider_dow: unknown key; did you mean "
        "`provider_down`?"},
       {R"({"rules": {"route_down": {"limit_ms": 5}}})",
        "alerts.rules.route_down.limit_ms: is for answer_slow and "
        "first_token_slow alone"},
       {R"({"rules": {"route_down": {"sinks": ["ops"]}}})",
        "alerts.rules.route_down.sinks: names \"ops\", which is not among the "
        "sinks"},
       {R"({"rules": {"route_down": {"runbook_url": "wiki/x"}}})",
        "alerts.rules.route_down.runbook_url: is \"wiki/x\", must be a URL "
        "that starts with http:// or https://"},
       {R"({"silences": [{"from": "2:00", "until": "04:00"}]})",
        "alerts.silences[0].from: is \"2:00\", must be a time of the day such "
        "as \"09:00\""},
       {R"({"silences": [{"from": "24:00", "until": "04:00"}]})",
        "alerts.silences[0].from: is \"24:00\", must be a time of the day such "
        "as \"09:00\""},
       {R"({"silences": [{"until": "04:00"}]})",
        "alerts.silences[0].from: is missing, must be a time of the day such "
        "as \"02:00\""},
       {R"({"silences": [{"days": ["sunday"], "from": "02:00",
                          "until": "04:00"}]})",
        "alerts.silences[0].days: names \"sunday\", must be a list of mon, "
        "tue, wed, thu, fri, sat and sun"},
       {R"({"instance": "a|b"})",
        "alerts.instance: is \"a|b\", must be a name of 1 to 100 letters, "
        "digits, blanks and . _ - @ : /"},
       {R"({"dashboard_url": "http://a b"})",
        "alerts.dashboard_url: is \"http://a b\", must be a URL that starts "
        "with http:// or https://"},
       {R"({"digest": {"sinks": ["ops"]}, "sinks": {"ops":
            {"kind": "pagerduty", "routing_key_env": "UNSET"}}})",
        "alerts.digest.sinks: names \"ops\", which is of kind pagerduty: a "
        "digest is no incident"},
       {R"({"digest": {"sinks": ["opps"]}, "sinks": {"ops":
            {"kind": "webhook", "url": "https://example.com"}}})",
        "alerts.digest.sinks: names \"opps\", which is not among the sinks; "
        "did you mean ops?"}}));
  CAPTURE(wrong);
  CHECK(problems(json::parse(wrong)) == lines{said});
}

TEST_CASE("at most 50 windows are kept", "[settings][alerts]") {
  json windows = json::array();
  for (int i = 0; i < 51; ++i)
    windows.push_back({{"from", "01:00"}, {"until", "02:00"}});
  CHECK(problems({{"silences", windows}})
        == lines{"alerts.silences: has 51 windows, must have at most 50"});
}

TEST_CASE("a digest for a sink that was left out goes nowhere",
          "[settings][alerts]") {
  const auto got =
      read({{"sinks", {{"ops", {{"kind", "slack"}, {"url_env", "UNSET"}}}}},
            {"digest", {{"sinks", {"ops"}}}}});
  CHECK(got.sinks.empty());
  CHECK(got.digest.sinks.empty());
}
