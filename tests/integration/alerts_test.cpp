// What people are told by the daemon, as strict fakes of their sinks have it.
#include "integration/harness/alert_stage.hpp"
#include "integration/harness/eventually.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace bellwether::integration {

namespace {

using texts = std::vector<std::string>;

/// What the fakes had against what came.
json objections(const sinks& of) {
  auto out = json::array();
  for (const auto& each : of.received())
    for (const auto& objection : each.at("objections"))
      out.push_back(objection);
  return out;
}

json other_sinks(const sinks& told) {
  const auto at = [](json more) {
    more["allow_private_addresses"] = true;
    return more;
  };
  return {{"alerts",
           {{"sinks",
             {{"mail", at({{"kind", "email"},
                           {"server", told.smtp_url()},
                           {"starttls", false},
                           {"from", "bell@example.com"},
                           {"to", {"ann@example.com", "bob@example.com"}}})},
              {"team", at({{"kind", "teams"}, {"url_env", "TEAMS_URL"}})},
              {"room", at({{"kind", "discord"}, {"url_env", "DISCORD_URL"}})},
              {"ops", nullptr}}}}}};
}

} // namespace

TEST_CASE("an outage is told to each sink in its form, and its end",
          "[integration][alerts]") {
  const alert_stage stage;
  stage.break_openai();
  REQUIRE(eventually([&] {
    return stage.slack_titles().size() == 1
           && stage.webhook_titles().size() == 1
           && stage.incident("provider_down/openai").is_object();
  }));
  CHECK(stage.slack_titles() == texts{"[error] Provider openai is down"});
  CHECK(stage.webhook_titles() == texts{"Provider openai is down"});
  auto incident = stage.incident("provider_down/openai");
  CHECK(incident["state"] == "triggered");
  CHECK(incident["severity"] == "error");
  const auto alert = stage.alerts().at("active").at(0);
  CHECK(alert["state"] == "firing");
  CHECK(alert["entity"] == "openai");

  stage.mend_openai();
  REQUIRE(eventually([&] {
    return stage.slack_titles().size() == 2
           && stage.webhook_titles().size() == 2
           && stage.incident("provider_down/openai")["state"] == "resolved";
  }));
  CHECK_THAT(stage.slack_titles()[1],
             Catch::StartsWith("[resolved] Resolved after ")
                 && Catch::EndsWith(": Provider openai is down"));
  incident = stage.incident("provider_down/openai");
  CHECK(incident["triggers"] == 1);
  CHECK(incident["resolves"] == 1);
  CHECK(objections(stage.told) == json::array());
  CHECK(stage.alerts().at("active") == json::array());
  CHECK(stage.alerts().at("history").at(0).at("state") == "resolved");
}

TEST_CASE("a provider that flaps makes one page and one resolve",
          "[integration][alerts]") {
  const alert_stage stage{rule_change("provider_down", {{"clear_s", 2}})};
  for (int i = 0; i < 12; ++i) {
    stage.break_openai();
    stage.mend_openai();
  }
  REQUIRE(eventually(
      [&] {
        return stage.incident("provider_down/openai")["state"] == "resolved";
      },
      std::chrono::seconds{60}));
  const auto incident = stage.incident("provider_down/openai");
  CHECK(incident["triggers"] == 1);
  CHECK(incident["resolves"] == 1);
  CHECK(eventually([&] { return stage.slack_titles().size() == 2; }));
  CHECK(stage.webhook_titles().size() == 2);
}

TEST_CASE("mail, Teams and Discord are told too", "[integration][alerts]") {
  const alert_stage stage{other_sinks};
  stage.break_openai();
  REQUIRE(eventually([&] {
    return stage.told.accepted("/mail").size() == 1
           && stage.told.accepted("/teams/team").size() == 1
           && stage.told.accepted("/discord/room").size() == 1;
  }));
  const auto mail = stage.told.accepted("/mail").at(0);
  CHECK(mail["from"] == "bell@example.com");
  CHECK(mail["to"] == json{"ann@example.com", "bob@example.com"});
  CHECK_THAT(mail["subject"].get<std::string>(),
             Catch::Contains("Provider openai is down"));
  CHECK_THAT(mail["text"].get<std::string>(), Catch::Contains("status page"));
  for (const auto* path : {"/teams/team", "/discord/room"})
    CHECK_THAT(stage.told.accepted(path).at(0).at("body").dump(),
               Catch::Contains("Provider openai is down"));
  stage.mend_openai();
  CHECK(eventually([&] { return stage.told.accepted("/mail").size() == 2; }));
  CHECK(eventually(
      [&] { return stage.told.accepted("/discord/room").size() == 2; }));
  CHECK(objections(stage.told) == json::array());
}

TEST_CASE("an alert that somebody sees to is not escalated",
          "[integration][alerts]") {
  const alert_stage stage{
      rule_change("provider_down", {{"escalate_after_s", 2}})};
  stage.break_openai();
  REQUIRE(eventually([&] { return !stage.slack_titles().empty(); }));
  const auto shown = stage.command({});
  CHECK(shown.code == 0);
  CHECK_THAT(shown.out, Catch::Contains("Provider openai is down"));
  const auto number = stage.alerts().at("active").at(0).at("number").dump();
  const auto done = stage.command({"ack", number, "--by", "ada"});
  CHECK(done.code == 0);
  CHECK(stage.alerts().at("active").at(0).at("acknowledged").at("by") == "ada");
  // Another that nobody sees to is escalated meanwhile.
  stage.at.sim.fail("anthropic", {{"kind", "status"}, {"status", 500}});
  for (int i = 0; i < 5; ++i)
    stage.at.chat("pair");
  REQUIRE(eventually([&] {
    const auto titles = stage.webhook_titles();
    return std::ranges::count(titles, "Escalated: Provider anthropic is down")
           == 1;
  }));
  const auto titles = stage.webhook_titles();
  CHECK(std::ranges::count(titles, "Escalated: Provider openai is down") == 0);
}

TEST_CASE("a silenced alert is told when the silence ends",
          "[integration][alerts]") {
  const alert_stage stage;
  const auto quiet = stage.command({"silence", "--rule", "provider_down",
                                    "--entity", "openai", "--for", "1h"});
  CHECK(quiet.code == 0);
  CHECK_THAT(quiet.out, Catch::Contains("unsilence 1"));
  stage.break_openai();
  REQUIRE(eventually([&] { return stage.alerts().at("active").size() == 1; }));
  // Who is not silenced is told, so the silent one would have been by now.
  stage.at.sim.fail("anthropic", {{"kind", "status"}, {"status", 500}});
  for (int i = 0; i < 5; ++i)
    stage.at.chat("pair");
  REQUIRE(eventually([&] { return !stage.webhook_titles().empty(); }));
  CHECK(std::ranges::count(stage.webhook_titles(), "Provider openai is down")
        == 0);
  CHECK(stage.command({"unsilence", "1"}).code == 0);
  CHECK(eventually([&] {
    const auto titles = stage.webhook_titles();
    return std::ranges::count(titles, "Provider openai is down") == 1;
  }));
}

TEST_CASE("a test alert shows what the sink says", "[integration][alerts]") {
  const alert_stage stage;
  auto got = stage.command({"test", "--sink", "ops"});
  CHECK(got.code == 0);
  CHECK_THAT(got.out, Catch::Contains("ops took the test alert with 200"));
  CHECK_THAT(stage.slack_titles().at(0), Catch::StartsWith("[test]"));
  stage.told.set_fault({{"path", "/slack/ops"},
                        {"fault", "status"},
                        {"status", 404},
                        {"body", "no_service"}});
  got = stage.command({"test", "--sink", "ops"});
  CHECK(got.code == 1);
  CHECK_THAT(got.out + got.err, Catch::Contains("404"));
  CHECK((got.out + got.err).find("/slack/") == std::string::npos);
  got = stage.command({"test", "--sink", "opps"});
  CHECK(got.code == 1);
  CHECK_THAT(got.err, Catch::Contains("there is no sink opps"));
}

} // namespace bellwether::integration
