#include "actors/alert_desk.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::alert_rule;
using domain::message_kind;
using domain::wall_time;

constexpr wall_time noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};

settings::alert_sink sink_of(const std::string& name) {
  settings::alert_sink out;
  out.name = name;
  out.kind = settings::sink_kind::slack;
  out.wanted.name = name;
  return out;
}

settings::alert_settings two_sinks() {
  settings::alert_settings out;
  out.instance = "test";
  out.sinks = {sink_of("ops"), sink_of("oncall")};
  out.sinks[1].wanted.least = domain::severity::critical;
  return out;
}

/// A desk with an outbox that outlives it, and the facts that it looks at.
class desk_stage {
public:
  explicit desk_stage(settings::alert_settings alerts = two_sinks())
      : alerts_{std::move(alerts)} {
    facts.now = noon;
    domain::alert_facts::provider openai;
    openai.name = "openai";
    openai.since = noon;
    facts.providers = {openai};
    restart();
  }

  /// Another one takes over.
  void restart() {
    desk_.emplace(alert_desk_config{alerts_, zone(), outbox, board}, facts.now);
  }

  alert_desk& desk() { return *desk_; }

  std::vector<std::size_t> look(std::chrono::milliseconds later = 1s) {
    facts.now += later;
    return desk_->look(facts);
  }

  void provider_is(domain::health_state state) {
    facts.providers[0].state = state;
    facts.providers[0].since = facts.now;
  }

  /// What is in the outbox for the sink, oldest first.
  std::vector<message_kind> messages(const std::string& sink) const {
    std::vector<message_kind> out;
    for (const auto& each : outbox->deliveries(1'000))
      if (each.sink == sink)
        out.push_back(each.message.kind);
    std::ranges::reverse(out);
    return out;
  }

  domain::alert_facts facts;
  std::shared_ptr<storage::outbox> outbox =
      std::make_shared<storage::outbox>("", noon);
  std::shared_ptr<sink_board> board = std::make_shared<sink_board>();

private:
  static std::shared_ptr<const domain::time_zone> zone() {
    return {std::shared_ptr<const void>{}, &domain::utc()};
  }

  settings::alert_settings alerts_;
  std::optional<alert_desk> desk_;
};

} // namespace

TEST_CASE("an outage is told once, and its end", "[alerts][desk]") {
  desk_stage stage;
  CHECK(stage.look().empty());
  stage.provider_is(domain::health_state::open);
  CHECK(stage.look() == std::vector<std::size_t>{0});
  for (int i = 0; i < 60; ++i)
    CHECK(stage.look().empty());
  stage.provider_is(domain::health_state::closed);
  for (int i = 0; i < 600; ++i)
    stage.look();
  CHECK(stage.messages("ops")
        == std::vector{message_kind::fired, message_kind::resolved});
}

TEST_CASE("an end goes to those who had the beginning", "[alerts][desk]") {
  desk_stage stage;
  stage.provider_is(domain::health_state::open);
  stage.look();
  CHECK(stage.messages("oncall").empty());
  // Nobody acknowledges it: it becomes critical, which is for them too.
  for (int i = 0; i < 20; ++i)
    stage.look(1min);
  CHECK(stage.messages("oncall") == std::vector{message_kind::escalated});
  stage.provider_is(domain::health_state::closed);
  for (int i = 0; i < 60; ++i)
    stage.look(1min);
  CHECK(stage.messages("oncall")
        == std::vector{message_kind::escalated, message_kind::resolved});
}

TEST_CASE("a successor goes on where the desk was left", "[alerts][desk]") {
  desk_stage stage;
  stage.provider_is(domain::health_state::open);
  stage.look();
  stage.restart();
  for (int i = 0; i < 10; ++i)
    stage.look();
  CHECK(stage.messages("ops") == std::vector{message_kind::fired});
  stage.provider_is(domain::health_state::closed);
  stage.restart();
  for (int i = 0; i < 600; ++i)
    stage.look();
  CHECK(stage.messages("ops")
        == std::vector{message_kind::fired, message_kind::resolved});
}

TEST_CASE("an acknowledged alert does not escalate", "[alerts][desk]") {
  desk_stage stage;
  stage.provider_is(domain::health_state::open);
  stage.look();
  const auto number =
      stage.desk().report(alerts_request{})->active.at(0).number;
  CHECK(stage.desk()
            .acknowledge(acknowledge_alert{number, "ada"}, stage.facts.now)
            .empty());
  CHECK_THAT(stage.desk().acknowledge(acknowledge_alert{number + 1, "ada"},
                                      stage.facts.now),
             Catch::Contains("no open alert"));
  for (int i = 0; i < 60; ++i)
    stage.look(1min);
  CHECK(stage.messages("ops") == std::vector{message_kind::fired});
  CHECK(stage.desk().report(alerts_request{})->active.at(0).acknowledged->by
        == "ada");
}

TEST_CASE("silenced alerts are told when the silence ends", "[alerts][desk]") {
  desk_stage stage;
  domain::silence quiet;
  quiet.entity = "openai";
  quiet.from = noon;
  quiet.until = noon + 10min;
  CHECK(stage.desk().add(quiet) == 1);
  stage.provider_is(domain::health_state::open);
  stage.look();
  stage.restart();
  CHECK(stage.look(5min).empty());
  CHECK(stage.desk().report(alerts_request{})->silences.size() == 1);
  stage.look(5min);
  CHECK(stage.messages("ops") == std::vector{message_kind::fired});
  CHECK_THAT(stage.desk().remove_silence(1), Catch::Contains("no silence 1"));
}

TEST_CASE("what is wrong with a sink is told to the others", "[alerts][desk]") {
  desk_stage stage;
  domain::alert_facts::sink ops;
  ops.name = "oncall";
  ops.disabled = noon;
  ops.problem = "it answered 404";
  stage.facts.sinks = {ops};
  CHECK(stage.look() == std::vector<std::size_t>{0});
  CHECK(stage.messages("ops") == std::vector{message_kind::fired});
  CHECK(stage.messages("oncall").empty());
}

TEST_CASE("a flood becomes a few messages and one digest", "[alerts][desk]") {
  auto alerts = two_sinks();
  alerts.flood = {5, 5min};
  desk_stage stage{alerts};
  stage.facts.providers.clear();
  for (int i = 0; i < 1'000; ++i) {
    domain::alert_facts::provider each;
    each.name = "p" + std::to_string(i);
    each.state = domain::health_state::open;
    stage.facts.providers.push_back(each);
  }
  stage.look();
  CHECK(stage.messages("ops").size() == 5);
  CHECK(stage.desk().report(alerts_request{})->sinks.at(0).folded == 995);
  stage.restart(); // what was folded is not lost
  stage.look(4min);
  CHECK(stage.messages("ops").size() == 5);
  stage.look(2min);
  REQUIRE(stage.messages("ops").size() == 6);
  CHECK(stage.messages("ops").back() == message_kind::flood);
  CHECK_THAT(stage.outbox->deliveries(1).at(0).message.title,
             Catch::Contains("995"));
}

TEST_CASE("the day is told to those who want it", "[alerts][desk]") {
  auto alerts = two_sinks();
  alerts.digest.sinks = {"oncall"};
  desk_stage stage{alerts};
  domain::day_figures day;
  day.to = noon;
  CHECK(stage.desk().tell_day(day, noon) == std::vector<std::size_t>{1});
  CHECK(stage.messages("oncall") == std::vector{message_kind::daily});
  CHECK(stage.messages("ops").empty());
  CHECK(stage.outbox->last_digest() == noon);
}

} // namespace bellwether::actors::test
