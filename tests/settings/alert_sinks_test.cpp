#include "settings/configuration.hpp"
#include "settings/summary.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace bellwether;
using namespace bellwether::settings;
using namespace std::chrono_literals;
using test::json;
using test::lines;

namespace {

const std::string slack_url = "https://hooks.slack.com/services/T0/B0/hidden";
const std::string routing_key = "0123456789abcdef0123456789abcdef";
const std::string new_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string old_secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const test::variables all{{"SLACK", slack_url},
                          {"PAGER", routing_key},
                          {"SECRET", new_secret},
                          {"FORMER", old_secret},
                          {"SMTP", "mail-password"}};

json with(const json& sink) {
  auto out = test::minimal();
  out["alerts"]["sinks"]["ops"] = sink;
  return out;
}

alert_sink read(const json& sink) {
  const auto got = test::load(with(sink), all);
  CHECK(got.notes.empty());
  REQUIRE(got.alerts.sinks.size() == 1);
  return got.alerts.sinks[0];
}

lines problems(const json& sink, const test::variables& set = all) {
  return test::problems_of(with(sink), set);
}

const json mail{{"kind", "email"},
                {"server", "smtp://mail.example.com:587"},
                {"user", "bell"},
                {"password_env", "SMTP"},
                {"from", "bell@example.com"},
                {"to", {"ann@example.com", "bob@example.com"}}};

json mail_with(const char* key, const json& value) {
  auto out = mail;
  out[key] = value;
  return out;
}

} // namespace

TEST_CASE("a Slack sink has its URL from the environment and hears everything",
          "[settings][alerts]") {
  const auto got = read({{"kind", "slack"}, {"url_env", "SLACK"}});
  CHECK(got.name == "ops");
  CHECK(got.kind == sink_kind::slack);
  CHECK(got.url == secret_text{slack_url, "SLACK"});
  CHECK(got.wanted.name == "ops");
  CHECK(got.wanted.least == domain::severity::info);
  CHECK(!got.wanted.keeps_incidents);
  CHECK(got.wanted.tells_end);
  CHECK(!got.allow_private);
  CHECK(got.timeout == 10s);
}

TEST_CASE("PagerDuty hears of errors, in its region", "[settings][alerts]") {
  const json us{{"kind", "pagerduty"}, {"routing_key_env", "PAGER"}};
  auto eu = us;
  eu["region"] = "eu";
  const auto got = read(us);
  CHECK(got.routing_key == secret_text{routing_key, "PAGER"});
  CHECK(got.url.value == "https://events.pagerduty.com/v2/enqueue");
  CHECK(got.wanted.least == domain::severity::error);
  CHECK(got.wanted.keeps_incidents);
  CHECK(read(eu).url.value == "https://events.eu.pagerduty.com/v2/enqueue");
}

TEST_CASE("a webhook is signed with its secret and the one before it",
          "[settings][alerts]") {
  const auto got = read({{"kind", "webhook"},
                         {"url", "https://audit.example.com/a"},
                         {"secret_env", "SECRET"},
                         {"former_secret_env", "FORMER"}});
  CHECK(got.url.value == "https://audit.example.com/a");
  REQUIRE(got.signing_secrets.size() == 2);
  CHECK(got.signing_secrets[0].value == new_secret);
  CHECK(got.signing_secrets[1].value == old_secret);
}

TEST_CASE("mail has a server, a sender and readers", "[settings][alerts]") {
  const auto got = read(mail);
  CHECK(got.url.value == "smtp://mail.example.com:587");
  CHECK(got.starttls);
  CHECK(got.user == "bell");
  CHECK(got.password.value == "mail-password");
  CHECK(got.from == "bell@example.com");
  CHECK(got.to == lines{"ann@example.com", "bob@example.com"});
  CHECK(!read(mail_with("starttls", false)).starttls);
}

TEST_CASE("a sink hears what it wants to", "[settings][alerts]") {
  const auto got = read({{"kind", "teams"},
                         {"url_env", "SLACK"},
                         {"min_severity", "warning"},
                         {"rules", {"provider_down", "route_down"}},
                         {"labels", {{"provider", {"here"}}}},
                         {"resolved", false},
                         {"timeout_ms", 500}});
  CHECK(got.wanted.least == domain::severity::warning);
  CHECK(got.wanted.rules
        == std::vector{domain::alert_rule::provider_down,
                       domain::alert_rule::route_down});
  CHECK(got.wanted.labels.at("provider") == lines{"here"});
  CHECK(!got.wanted.tells_end);
  CHECK(got.timeout == 500ms);
}

TEST_CASE("plain HTTP is for machines of one's own", "[settings][alerts]") {
  json sink{{"kind", "webhook"}, {"url", "http://10.0.0.7:8080/a"}};
  CHECK(problems(sink)
        == lines{"alerts.sinks.ops.url: leads to a URL that must start with "
                 "https://, or the sink must have allow_private_addresses"});
  sink["allow_private_addresses"] = true;
  CHECK(read(sink).allow_private);
}

TEST_CASE("a sink without its secret is left out, with a note",
          "[settings][alerts]") {
  const auto config = with({{"kind", "slack"}, {"url_env", "SLACK"}});
  const auto got = test::load(config);
  CHECK(got.alerts.sinks.empty());
  CHECK(got.notes == lines{"alerts to ops are switched off: SLACK is not set"});
}

TEST_CASE("what is wrong with a sink is named with its remedy",
          "[settings][alerts]") {
  const auto [wrong, said] = GENERATE(table<const char*, const char*>(
      {{R"({})",
        "alerts.sinks.ops.kind: is missing, must be slack, pagerduty, "
        "webhook, teams, discord or email"},
       {R"({"kind": "slak", "url_env": "SLACK"})",
        "alerts.sinks.ops.kind: is \"slak\", must be slack, pagerduty, "
        "webhook, teams, discord or email; did you mean `slack`?"},
       {R"({"kind": "slack"})",
        "alerts.sinks.ops.url_env: is missing, must be the environment "
        "variable that holds it"},
       {R"({"kind": "slack", "url_env": "SLACK", "region": "eu"})",
        "alerts.sinks.ops.region: is for sinks of kind pagerduty, this one is "
        "of kind slack"},
       {R"({"kind": "pagerduty", "routing_key_env": "SMTP"})",
        "alerts.sinks.ops.routing_key_env: leads to a key of 13 characters, "
        "must be an integration key of 32"},
       {R"({"kind": "webhook", "url": "https://e.com", "secret_env": "SMTP"})",
        "alerts.sinks.ops.secret_env: leads to a secret that must be "
        "\"whsec_\" and the base64 of 24 to 64 bytes"},
       {R"({"kind": "webhook", "url": "https://u:p@e.com"})",
        "alerts.sinks.ops.url: leads to a URL that must hold no user or "
        "password before the host"},
       {R"({"kind": "webhook", "url": "https://e.com", "url_env": "SLACK"})",
        "alerts.sinks.ops.url: must not stand beside url_env or url_file"},
       {R"({"kind": "slack", "url_env": "SLACK", "rules": ["down"]})",
        "alerts.sinks.ops.rules: names \"down\", which is no rule; "
        "docs/alerts.md lists them"},
       {R"({"kind": "slack", "url_env": "SLACK", "min_severity": "bad"})",
        "alerts.sinks.ops.min_severity: is \"bad\", must be info, warning, "
        "error or critical"}}));
  CAPTURE(wrong);
  CHECK(problems(json::parse(wrong)) == lines{said});
}

TEST_CASE("what is wrong with a mail sink is named", "[settings][alerts]") {
  CHECK(problems(mail_with("server", "mail.example.com"))
        == lines{"alerts.sinks.ops.server: is \"mail.example.com\", must start "
                 "with smtps:// or smtp://"});
  CHECK(problems(mail_with("from", "Bell <bell@example.com>"))
        == lines{"alerts.sinks.ops.from: must be a bare mail address, such as "
                 "a@example.com"});
  CHECK(problems(mail_with("to", json::array()))
        == lines{"alerts.sinks.ops.to: must be a list of 1 to 50 mail "
                 "addresses"});
  CHECK(problems(mail_with("to", {"ann"}))
        == lines{"alerts.sinks.ops.to: names \"ann\", must be a mail address"});
}

TEST_CASE("secrets of sinks stand neither in problems nor in the summary",
          "[settings][alerts]") {
  const auto literal = GENERATE(
      R"({"kind": "slack", "url": "https://hooks.slack.com/T/B/hidden"})",
      R"({"kind": "pagerduty", "routing_key": "hidden"})",
      R"({"kind": "webhook", "url": "https://e.com", "secret": "hidden"})",
      R"({"kind": "slack", "url_env": "https://hooks.slack.com/hidden"})");
  CAPTURE(literal);
  const auto found = problems(json::parse(literal));
  CHECK(!found.empty());
  for (const auto& each : found)
    CHECK(each.find("hidden") == std::string::npos);
  const auto shown = summarize(
      test::load(with({{"kind", "slack"}, {"url_env", "SLACK"}}), all));
  CHECK(shown.find("hidden") == std::string::npos);
  CHECK_THAT(shown, Catch::Contains("  ops   slack  SLACK  everything\n"));
}
