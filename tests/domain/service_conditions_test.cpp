#include "domain/alert_conditions_support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain::test {

namespace {

availability_report window(std::string_view name, std::chrono::minutes length,
                           std::uint64_t bad, double burn_rate) {
  availability_report out;
  out.window = name;
  out.length = length;
  out.counts.callers = {1'000 - bad, bad};
  out.burn_rate = burn_rate;
  return out;
}

/// The three shorter windows with these burn rates.
alert_facts burning(double five_minutes, double hour, double six_hours,
                    std::uint64_t bad = 20) {
  auto out = all_well();
  out.availability = {window("5m", 5min, bad, five_minutes),
                      window("1h", 1h, bad, hour),
                      window("6h", 6h, bad, six_hours)};
  return out;
}

} // namespace

TEST_CASE("an objective burns when both windows say so", "[domain][alerts]") {
  CHECK(wrong(burning(14.4, 14.4, 5))
        == words{"availability_fast_burn availability"});
  CHECK(wrong(burning(14.3, 20, 5)).empty());
  CHECK(wrong(burning(20, 14.3, 5)).empty());
  CHECK(wrong(burning(0, 6, 6))
        == words{"availability_slow_burn availability"});
  CHECK(wrong(burning(0, 6, 5.9)).empty());
  CHECK(wrong(burning(0, 5.9, 6)).empty());
  CHECK(wrong(burning(20, 20, 20)).size() == 2);
}

TEST_CASE("a few failures are no fire", "[domain][alerts]") {
  CHECK(wrong(burning(20, 20, 20, 4)).empty());
  CHECK(wrong(burning(20, 20, 20, 5)).size() == 2);
}

TEST_CASE("a burn tells callers' figures", "[domain][alerts]") {
  const auto got = only(burning(20, 20, 0));
  CHECK(got.level == severity::critical);
  CHECK_THAT(got.title, Catch::Contains("98.00 % answered in the last 1 h"));
  CHECK_THAT(got.what, Catch::Contains("20 of 1000 calls"));
  CHECK(has_fact(got, "not answered", "20"));
  CHECK(got.since == noon); // not since the window began
}

TEST_CASE("a ledger that cannot be written is worse where callers feel it",
          "[domain][alerts]") {
  auto facts = all_well();
  facts.ledger_problem = "the disk is full";
  auto got = only(facts);
  CHECK(got.key == alert_key{alert_rule::ledger_failing, "ledger"});
  CHECK(got.level == severity::error);
  CHECK_THAT(got.what, Catch::Contains("the disk is full"));
  facts.ledger_refuses = true;
  got = only(facts);
  CHECK(got.level == severity::critical);
  CHECK_THAT(got.did, Catch::Contains("503"));
}

TEST_CASE("keys that cannot be read are told", "[domain][alerts]") {
  auto facts = all_well();
  facts.keys_problem = "keys.json is no JSON";
  CHECK(wrong(facts) == words{"keys_unusable keys"});
  CHECK_THAT(only(facts).what, Catch::Contains("keys.json is no JSON"));
}

TEST_CASE("a few refusals are mistakes, many are abuse", "[domain][alerts]") {
  auto facts = all_well();
  facts.refused_keys = {{"web-1", 4}, {"", 59}};
  CHECK(wrong(facts).empty());
  facts.refused_keys = {{"web-1", 5}};
  auto got = only(facts);
  CHECK(got.key == alert_key{alert_rule::key_abused, "web-1"});
  CHECK(got.labels.at("key") == "web-1");
  CHECK_THAT(got.title, Catch::Contains("taken back"));
  facts.refused_keys = {{"", 60}};
  got = only(facts);
  CHECK(got.key == alert_key{alert_rule::key_abused, "unknown keys"});
  CHECK(got.labels.empty());
}

TEST_CASE("a sink is failing when it is switched off, or long behind",
          "[domain][alerts]") {
  auto facts = all_well();
  facts.sinks = {{"ops", 3, noon - 6min, {}, ""}};
  CHECK(wrong(facts).empty()); // it is only slow
  facts.sinks = {{"ops", 3, noon - 5min, {}, "it answered 500"}};
  CHECK(wrong(facts).empty()); // not for long
  facts.sinks = {{"ops", 3, noon - 6min, {}, "it answered 500"}};
  auto got = only(facts);
  CHECK(got.key == alert_key{alert_rule::delivery_failing, "ops"});
  CHECK(got.labels.at("sink") == "ops");
  CHECK(got.title == "Alerts do not reach ops");
  CHECK_THAT(got.what, Catch::Contains("it answered 500"));
  CHECK(has_fact(got, "messages that wait", "3"));
  CHECK_THAT(got.check, !Catch::Contains("switches it on again"));
  facts.sinks = {{"ops", 0, {}, noon - 1s, "it answered 404"}};
  got = only(facts);
  CHECK(got.title == "Alerts to ops are switched off");
  CHECK_THAT(got.check, Catch::Contains("switches it on again"));
  CHECK(got.since == noon - 1s);
}

TEST_CASE("a crash is told by when it was", "[domain][alerts]") {
  auto facts = all_well();
  facts.crashed = noon - 2min;
  const auto got = only(facts);
  CHECK(got.key == alert_key{alert_rule::daemon_crashed, "daemon"});
  CHECK(got.occurrence == "2026-11-23T11:58:00Z");
  CHECK_THAT(got.what, Catch::Contains("2026-11-23 11:58:00 UTC"));
}

} // namespace bellwether::domain::test
