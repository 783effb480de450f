#include "http/control/alerts_json.hpp"

#include "http/control/alert_orders.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>

namespace bellwether::http {

namespace {

using namespace std::chrono_literals;
using domain::alert_rule;
using json = nlohmann::ordered_json;

constexpr domain::wall_time noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};

domain::alert openai_is_down() {
  domain::alert out;
  out.number = 7;
  out.state = domain::alert_state::firing;
  out.level = domain::severity::error;
  out.what.key = {alert_rule::provider_down, "openai"};
  out.what.title = "Provider openai is down";
  out.what.since = noon;
  out.what.facts = {{"failures", "3"}};
  out.what.labels = {{"provider", "openai"}};
  out.fired = noon + 1s;
  return out;
}

actors::alerts_report report() {
  actors::alerts_report out;
  out.active = {openai_is_down()};
  storage::delivery sent;
  sent.id = "msg_1";
  sent.sink = "ops";
  sent.message.alert = 7;
  sent.state = storage::delivery_state::waiting;
  sent.due = noon + 5s;
  sent.status = 429;
  out.deliveries = {sent};
  actors::sink_report ops;
  ops.name = "ops";
  ops.kind = settings::sink_kind::slack;
  ops.now.problem = "it answered 429";
  ops.counts.waiting = 1;
  out.sinks = {ops};
  return out;
}

} // namespace

TEST_CASE("alerts tell what is wrong and whom it was told", "[http][alerts]") {
  const auto all = json::parse(alerts_json(report()));
  const auto& alert = all["active"][0];
  CHECK(alert["number"] == 7);
  CHECK(alert["rule"] == "provider_down");
  CHECK(alert["severity"] == "error");
  CHECK(alert["since"] == "2026-11-23T12:00:00Z");
  CHECK(alert["fired_at"] == "2026-11-23T12:00:01Z");
  CHECK(alert["resolved_at"].is_null());
  CHECK(alert["acknowledged"].is_null());
  CHECK(alert["facts"][0]["value"] == "3");
  const auto& sent = all["deliveries"][0];
  CHECK(sent["state"] == "waiting");
  CHECK(sent["due"] == "2026-11-23T12:00:05Z");
  CHECK(sent["status"] == 429);
  const auto& sink = all["sinks"][0];
  CHECK(sink["state"] == "failing");
  CHECK(sink["waiting"] == 1);
  CHECK(all["problem"].is_null());
}

TEST_CASE("a pending alert has no number, and who saw to one is named",
          "[http][alerts]") {
  auto of = report();
  of.active[0].number = 0;
  of.active[0].acknowledged = {"ada", noon};
  of.sinks[0].now.disabled = noon;
  const auto all = json::parse(alerts_json(of));
  CHECK(all["active"][0]["number"].is_null());
  CHECK(all["active"][0]["acknowledged"]["by"] == "ada");
  CHECK(all["sinks"][0]["state"] == "disabled");
}

TEST_CASE("a silence is read with its defaults", "[http][alerts]") {
  const auto got =
      std::get<domain::silence>(parse_silence(R"({"entity": "openai"})", noon));
  CHECK(!got.rule);
  CHECK(got.entity == "openai");
  CHECK(got.from == noon);
  CHECK(got.until == noon + 1h);
  const auto all = std::get<domain::silence>(parse_silence(
      R"({"rule": "provider_down", "minutes": 90, "reason": "move"})", noon));
  CHECK(all.rule == alert_rule::provider_down);
  CHECK(all.until == noon + 90min);
  CHECK(all.reason == "move");
}

TEST_CASE("a wrong silence is refused with what is allowed", "[http][alerts]") {
  const auto [body, param, words] =
      GENERATE(table<std::string, std::string, std::string>(
          {{R"({"rule": "provider_dead"})", "rule", "must be one of"},
           {R"({"minutes": 0})", "minutes", "from 1 to 43200"},
           {R"({"minutes": "60"})", "minutes", "must be a number"},
           {R"({"entity": ""})", "entity", "a text of 1 to 200 bytes"},
           {R"({"entty": "x"})", "entty", "did you mean entity?"},
           {"[]", "", "must be a JSON object"}}));
  CAPTURE(body);
  const auto error = std::get<control_error>(parse_silence(body, noon));
  CHECK(error.status == 400);
  CHECK(error.param == param);
  CHECK_THAT(error.message, Catch::Contains(words));
}

TEST_CASE("who sees to an alert may stay unnamed", "[http][alerts]") {
  CHECK(std::get<std::string>(parse_acknowledgement("")) == "somebody");
  CHECK(std::get<std::string>(parse_acknowledgement(R"({"by": "ada"})"))
        == "ada");
  CHECK(std::holds_alternative<control_error>(
      parse_acknowledgement(R"({"by": 7})")));
}

TEST_CASE("a test names its sink", "[http][alerts]") {
  CHECK(std::get<std::string>(parse_sink_name(R"({"sink": "ops"})")) == "ops");
  CHECK_THAT(std::get<control_error>(parse_sink_name("{}")).message,
             Catch::Contains("sink is missing"));
}

} // namespace bellwether::http
