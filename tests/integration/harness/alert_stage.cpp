#include "integration/harness/alert_stage.hpp"

#include "integration/harness/eventually.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string routing_key = "0123456789abcdef0123456789abcdef";
const std::string admin_key = "admin-key-of-the-tests";

json configuration(const sinks& told) {
  const auto at = [](const char* kind) {
    return json{{"kind", kind}, {"allow_private_addresses", true}};
  };
  auto ops = at("slack");
  ops["url_env"] = "SLACK_URL";
  auto oncall = at("pagerduty");
  oncall["routing_key_env"] = "PAGERDUTY_KEY";
  oncall["url"] = told.pagerduty_url();
  auto audit = at("webhook");
  audit["url"] = told.webhook_url("audit");
  audit["secret_env"] = "WEBHOOK_SECRET";
  return {{"state_dir", "state"},
          {"admin", {{"key_env", "ADMIN_KEY"}}},
          {"health",
           {{"min_hold_ms", 300}, {"max_hold_ms", 300}, {"relapse_ms", 0}}},
          {"alerts",
           {{"instance", "test"},
            {"dashboard_url", "http://dashboard.example"},
            {"sinks", {{"ops", ops}, {"oncall", oncall}, {"audit", audit}}},
            {"rules",
             {{"provider_down", {{"clear_s", 1}}},
              {"route_down", {{"enabled", false}}}, // `alone` has openai alone
              {"daemon_crashed", {{"enabled", false}}}}}}}};
}

json merged(json out, const json& changes) {
  out.merge_patch(changes);
  return out;
}

} // namespace

json sink_change(const std::string& name, const json& changes) {
  return {{"alerts", {{"sinks", {{name, changes}}}}}};
}

json rule_change(const std::string& rule, const json& changes) {
  return {{"alerts", {{"rules", {{rule, changes}}}}}};
}

alert_stage::alert_stage(const json& changes)
    : alert_stage{changes, [](const sinks&) {
                    return json::object();
                  }} {}

alert_stage::alert_stage(json (*changes)(const sinks&))
    : alert_stage{json::object(), changes} {}

alert_stage::alert_stage(const json& changes, json (*more)(const sinks&))
    : told{{secret}},
      at{merged(merged(configuration(told), changes), more(told)),
         {"SLACK_URL=" + told.slack_url("ops"), "PAGERDUTY_KEY=" + routing_key,
          "WEBHOOK_SECRET=" + secret, "ADMIN_KEY=" + admin_key,
          "TEAMS_URL=" + told.teams_url("team"),
          "DISCORD_URL=" + told.discord_url("room")}} {}

void alert_stage::break_openai() const {
  at.sim.fail("openai", {{"kind", "status"}, {"status", 500}});
  REQUIRE(eventually([&] {
    CHECK(at.chat("pair").status == 200);
    return at.daemon.health("openai")["state"] == "open";
  }));
}

void alert_stage::mend_openai() const {
  at.sim.recover("openai");
  REQUIRE(eventually([&] {
    return at.chat("pair").header("x-bellwether-provider") == "openai";
  }));
}

json alert_stage::alerts() const {
  return get(at.daemon.control_port(), "/alerts").json();
}

json alert_stage::sink(const std::string& name) const {
  const auto all = alerts();
  for (const auto& each : all.at("sinks"))
    if (each["name"] == name)
      return each;
  return nullptr;
}

std::vector<std::string> alert_stage::slack_titles() const {
  std::vector<std::string> out;
  for (const auto& each : told.accepted("/slack/ops"))
    out.push_back(each.at("body").at("text"));
  return out;
}

std::vector<std::string> alert_stage::webhook_titles() const {
  std::vector<std::string> out;
  for (const auto& each : told.accepted("/webhook/audit"))
    out.push_back(each.at("body").at("data").at("title"));
  return out;
}

json alert_stage::incident(const std::string& rule_and_entity) const {
  json out;
  for (auto& each : told.incidents())
    if (each["dedup_key"] == "bellwether/test/" + rule_and_entity) {
      if (!out.is_null())
        return nullptr;
      out = std::move(each);
    }
  return out;
}

answer alert_stage::control(const std::string& method, const std::string& path,
                            const json& body) const {
  return request(at.daemon.control_port(), method, path, body.dump(),
                 {{"Authorization", "Bearer " + admin_key}});
}

finished alert_stage::command(std::vector<std::string> arguments) const {
  std::vector<std::string> all{BELLWETHER_BINARY, "alerts"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  all.emplace_back("--control");
  all.push_back("127.0.0.1:" + std::to_string(at.daemon.control_port()));
  return run(all, {"BELLWETHER_ADMIN_KEY=" + admin_key});
}

} // namespace bellwether::integration
