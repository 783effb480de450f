// Alerts of a daemon that dies: each arrives, with the id that it had.
#include "integration/harness/alert_stage.hpp"
#include "integration/harness/eventually.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <set>

namespace bellwether::integration {

namespace {

using namespace std::chrono_literals;

void fault_everywhere(const sinks& told, const json& what) {
  for (const auto* path :
       {"/slack/ops", "/pagerduty/v2/enqueue", "/webhook/audit"}) {
    auto order = what;
    order["path"] = path;
    told.set_fault(order);
  }
}

/// The sinks are well again when it is back.
void crash(alert_stage& stage) {
  stage.at.daemon.kill();
  stage.told.clear_faults();
  stage.at.daemon.restart();
}

std::set<std::string> webhook_ids(const std::vector<json>& of) {
  std::set<std::string> out;
  for (const auto& each : of)
    out.insert(each.at("headers").at("webhook-id"));
  return out;
}

/// How far the news of an outage has come.
enum class moment : std::uint8_t { broken, noticed, sent, taken };
constexpr std::array moments{moment::broken, moment::noticed, moment::sent,
                             moment::taken};

/// Waits for it, or for a second and a half: an outage that is over already
/// may be told no more.
void reach(moment m, const alert_stage& stage) {
  const auto received = stage.told.received().size();
  const auto taken = stage.webhook_titles().size();
  static_cast<void>(eventually(
      [&] {
        switch (m) {
          case moment::broken:
            return true;
          case moment::noticed:
            return !stage.alerts().at("active").empty();
          case moment::sent:
            return stage.told.received().size() > received;
          case moment::taken:
            return stage.webhook_titles().size() > taken;
        }
        return false;
      },
      1500ms));
}

} // namespace

TEST_CASE("kill -9 before the delivery loses no alert", "[alerts][crash]") {
  alert_stage stage;
  // Nobody answers: it is written down and under way everywhere.
  fault_everywhere(stage.told, {{"fault", "hang"}});
  stage.break_openai();
  REQUIRE(eventually([&] { return stage.told.received().size() >= 3; }));
  crash(stage);
  CHECK(eventually(
      [&] {
        return stage.slack_titles().size() == 1
               && stage.webhook_titles().size() == 1
               && stage.incident("provider_down/openai").is_object();
      },
      30s));
  CHECK(webhook_ids(stage.told.received("/webhook/audit")).size() == 1);
  CHECK(stage.incident("provider_down/openai")["triggers"] == 1);
}

TEST_CASE("kill -9 in mid-delivery sends it once more, with the same id",
          "[alerts][crash]") {
  alert_stage stage;
  // The sinks take it and do not say so.
  fault_everywhere(stage.told, {{"fault", "hang"}, {"accept", true}});
  stage.break_openai();
  REQUIRE(eventually([&] {
    return stage.slack_titles().size() == 1
           && stage.webhook_titles().size() == 1
           && stage.incident("provider_down/openai").is_object();
  }));
  crash(stage);
  REQUIRE(eventually(
      [&] {
        return stage.slack_titles().size() == 2
               && stage.webhook_titles().size() == 2
               && stage.incident("provider_down/openai")["triggers"] == 2;
      },
      30s));
  CHECK(webhook_ids(stage.told.accepted("/webhook/audit")).size() == 1);
  // PagerDuty shows one incident, and the end closes it.
  stage.mend_openai();
  CHECK(eventually([&] {
    return stage.incident("provider_down/openai")["state"] == "resolved";
  }));
  CHECK(stage.told.incidents().size() == 1);
}

TEST_CASE("an outage that ends while the daemon is dead is told as over",
          "[alerts][crash]") {
  alert_stage stage;
  stage.break_openai();
  REQUIRE(eventually([&] { return stage.sink("oncall")["delivered"] == 1; }));
  stage.at.daemon.kill();
  stage.at.sim.recover("openai");
  stage.at.daemon.restart();
  stage.mend_openai();
  CHECK(eventually([&] {
    return stage.incident("provider_down/openai")["state"] == "resolved";
  }));
  CHECK(stage.incident("provider_down/openai")["triggers"] == 1);
}

TEST_CASE("at any moment kill -9 loses no alert and invents none",
          "[alerts][crash]") {
  // Without a pace, so that deliveries are always under way.
  alert_stage stage{json{{"alerts",
                          {{"sinks", {{"ops", nullptr}}},
                           {"flood", {{"messages", 1000}}},
                           {"rules", {{"provider_down", {{"clear_s", 0}}}}}}}}};
  for (std::size_t i = 0; i < 8; ++i) {
    stage.break_openai();
    if (i % 2 == 0)
      stage.mend_openai();
    reach(moments.at(i / 2), stage);
    crash(stage);
  }
  stage.mend_openai();
  REQUIRE(eventually(
      [&] {
        const auto now = stage.alerts();
        if (!now.at("active").empty())
          return false;
        for (const auto& each : now.at("sinks"))
          if (each["waiting"] != 0)
            return false;
        return true;
      },
      60s));
  // Each alert that there was is at the webhook from its beginning to its end,
  // and at PagerDuty all is over.
  std::map<std::string, std::set<std::string>> kinds;
  for (const auto& each : stage.told.accepted("/webhook/audit"))
    kinds[each.at("body").at("data").at("alert").dump()].insert(
        each.at("body").at("type"));
  const auto history = stage.alerts().at("history");
  CHECK(kinds.size() == history.size());
  CHECK(history.size() >= 2);
  for (const auto& [number, seen] : kinds) {
    CAPTURE(number);
    CHECK(seen
          == std::set<std::string>{"provider_down.fired",
                                   "provider_down.resolved"});
  }
  for (const auto& each : stage.told.incidents())
    CHECK(each["state"] == "resolved");
  for (const auto& each : stage.told.received())
    CHECK(each.at("objections") == json::array());
}

} // namespace bellwether::integration
