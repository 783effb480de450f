#include "domain/alert_message.hpp"

#include <catch2/catch.hpp>

#include <chrono>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

constexpr wall_time noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};

notification outage(alert_step step) {
  notification out;
  out.step = step;
  auto& about = out.about;
  about.number = 7;
  about.level = severity::critical;
  about.fired = noon;
  about.what.key = {alert_rule::provider_down, "openai"};
  about.what.since = noon;
  about.what.title = "Provider openai is down";
  about.what.what = "Provider openai is down. The last cause: refused.";
  about.what.did = "It is held out.";
  about.what.check = "See the status page.";
  about.what.facts = {{"cause", "refused"}};
  about.what.labels["provider"] = "openai";
  return out;
}

const alert_policy with_runbook{.runbook_url = "https://wiki/down"};

} // namespace

TEST_CASE("a message says what happened, since when, and what to do",
          "[domain][alerts]") {
  const auto got =
      message_of(outage(alert_step::fired), with_runbook, noon + 90s);
  CHECK(got.kind == message_kind::fired);
  CHECK(got.level == severity::critical);
  CHECK(got.alert == 7);
  CHECK(got.rule == "provider_down");
  CHECK(got.entity == "openai");
  CHECK(got.title == "Provider openai is down");
  CHECK(got.what
        == "Provider openai is down. The last cause: refused. Since "
           "2026-11-23 12:00:00 UTC, for 1 min 30 s now.");
  CHECK(got.did == "It is held out.");
  CHECK(got.check == "See the status page.");
  CHECK(got.facts == std::vector<alert_fact>{{"cause", "refused"}});
  CHECK(got.labels.at("provider") == "openai");
  CHECK(got.since == noon);
  CHECK(got.at == noon + 90s);
  CHECK(got.runbook_url == "https://wiki/down");
}

TEST_CASE("what has just begun was not some time ago", "[domain][alerts]") {
  CHECK_THAT(message_of(outage(alert_step::fired), {}, noon).what,
             Catch::EndsWith("Since 2026-11-23 12:00:00 UTC."));
}

TEST_CASE("a notice does not go on, so nothing is said of its beginning",
          "[domain][alerts]") {
  CHECK(message_of(outage(alert_step::fired), {.notice = true}, noon + 1h).what
        == "Provider openai is down. The last cause: refused.");
}

TEST_CASE("later messages say why they come", "[domain][alerts]") {
  auto news = outage(alert_step::escalated);
  news.about.flaps = 1;
  auto got = message_of(news, {}, noon + 15min);
  CHECK(got.title == "Escalated: Provider openai is down");
  CHECK_THAT(
      got.what,
      Catch::EndsWith("Since 2026-11-23 12:00:00 UTC, for 15 min now. "
                      "Nobody has acknowledged it since 2026-11-23 "
                      "12:00:00 UTC. It cleared and recurred once meanwhile."));
  got = message_of(outage(alert_step::repeated), {}, noon + 4h);
  CHECK(got.kind == message_kind::repeated);
  CHECK(got.title == "Still: Provider openai is down");
}

TEST_CASE("an end says how long it was, and asks nobody for anything",
          "[domain][alerts]") {
  auto news = outage(alert_step::resolved);
  news.about.gone = noon + 10min;
  news.about.resolved = noon + 12min;
  news.about.flaps = 3;
  const auto got = message_of(news, with_runbook, noon + 12min);
  CHECK(got.kind == message_kind::resolved);
  CHECK(got.title == "Resolved after 10 min: Provider openai is down");
  CHECK(got.what
        == "It lasted 10 min, from 2026-11-23 12:00:00 UTC to 2026-11-23 "
           "12:10:00 UTC. It cleared and recurred 3 times in between.");
  CHECK(got.did.empty());
  CHECK(got.check.empty());
  CHECK(got.facts.empty());
  CHECK(got.resolved == noon + 12min);
}

TEST_CASE("a test says that it is one", "[domain][alerts]") {
  const auto got = test_message(noon);
  CHECK(got.kind == message_kind::test);
  CHECK(got.level == severity::info);
  CHECK(got.alert == 0);
  CHECK_THAT(got.title, Catch::Contains("Test"));
  CHECK_THAT(got.what, Catch::Contains("Nothing is wrong"));
}

TEST_CASE("lengths have the units that matter", "[domain][alerts]") {
  const auto [length, text] = GENERATE(
      table<std::chrono::milliseconds, const char*>({{-5s, "0 s"},
                                                     {999ms, "0 s"},
                                                     {59s, "59 s"},
                                                     {60s, "1 min"},
                                                     {61s, "1 min 1 s"},
                                                     {599s, "9 min 59 s"},
                                                     {601s, "10 min"},
                                                     {3'600s, "1 h"},
                                                     {7'980s, "2 h 13 min"},
                                                     {47h, "47 h"},
                                                     {50h, "2 days 2 h"}}));
  CHECK(length_text(length) == text);
}

TEST_CASE("kinds of messages have words", "[domain][alerts]") {
  for (const auto kind :
       {message_kind::fired, message_kind::repeated, message_kind::escalated,
        message_kind::resolved, message_kind::flood, message_kind::daily,
        message_kind::test})
    CHECK(parse_message_kind(to_string(kind)) == kind);
  CHECK(!parse_message_kind("nonsense"));
}

} // namespace bellwether::domain
