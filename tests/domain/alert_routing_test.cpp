#include "domain/alert_routing.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

namespace bellwether::domain {

namespace {

notification news(alert_step step, severity level) {
  notification out;
  out.step = step;
  out.about.level = level;
  out.about.what.key = {alert_rule::provider_down, "openai"};
  out.about.what.labels = {{"provider", "openai"}};
  return out;
}

sink_filter at_least(severity least, std::string name = "duty") {
  sink_filter out;
  out.name = std::move(name);
  out.least = least;
  return out;
}

} // namespace

TEST_CASE("a sink hears of what is bad enough", "[domain][alerts]") {
  const auto sink = at_least(severity::error);
  const alert_policy policy;
  CHECK_FALSE(wants(sink, news(alert_step::fired, severity::warning), policy));
  CHECK(wants(sink, news(alert_step::fired, severity::error), policy));
  CHECK(wants(sink, news(alert_step::escalated, severity::critical), policy));
}

TEST_CASE("a sink hears of its rules and labels", "[domain][alerts]") {
  sink_filter sink;
  const alert_policy policy;
  const auto fired = news(alert_step::fired, severity::error);
  sink.rules = {alert_rule::route_down};
  CHECK_FALSE(wants(sink, fired, policy));
  sink.rules.push_back(alert_rule::provider_down);
  CHECK(wants(sink, fired, policy));
  sink.labels = {{"provider", {"azure", "openai"}}};
  CHECK(wants(sink, fired, policy));
  sink.labels = {{"provider", {"azure"}}};
  CHECK_FALSE(wants(sink, fired, policy));
  sink.labels = {{"provider", {"openai"}}, {"model", {"gpt-4.1"}}};
  CHECK_FALSE(wants(sink, fired, policy));
}

TEST_CASE("a policy that names its sinks goes before their wishes",
          "[domain][alerts]") {
  alert_policy policy;
  policy.sinks = {"team"};
  const auto fired = news(alert_step::fired, severity::info);
  CHECK(wants(at_least(severity::critical, "team"), fired, policy));
  CHECK_FALSE(wants(at_least(severity::info, "other"), fired, policy));
}

TEST_CASE("the end is told to those who had the beginning",
          "[domain][alerts]") {
  const auto end = news(alert_step::resolved, severity::info);
  auto sink = at_least(severity::critical);
  alert_policy policy;
  SECTION("whatever its level is by now") {
    CHECK(wants(sink, end, policy));
  }
  SECTION("but not where it is unwanted") {
    sink.tells_end = false;
    CHECK_FALSE(wants(sink, end, policy));
  }
  SECTION("and of a notice only where incidents stay open") {
    policy.notice = true;
    CHECK_FALSE(wants(sink, end, policy));
    sink.keeps_incidents = true;
    CHECK(wants(sink, end, policy));
  }
}

} // namespace bellwether::domain
