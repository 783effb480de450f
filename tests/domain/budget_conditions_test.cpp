#include "domain/alert_conditions_support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain::test {

namespace {

using kind = budget_event::kind;

constexpr wall_time month_start{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}};
constexpr wall_time month_end{
    std::chrono::sys_days{std::chrono::year{2026} / 12 / 1}};

/// A month's budget of $1,000 of which so much is spent.
budget_report monthly(double spent, std::vector<fired_mark> told) {
  budget_report out;
  out.rule.name = "monthly";
  out.rule.limit = money::usd(1'000);
  out.span = {month_start, month_end};
  out.spent = money::usd(spent);
  out.told = std::move(told);
  return out;
}

fired_mark mark(kind what, int percent = 0) {
  return {"monthly", month_start, what, percent};
}

alert_facts facts_with(budget_report budget) {
  auto out = all_well();
  out.budgets = {std::move(budget)};
  return out;
}

} // namespace

TEST_CASE("each threshold that was passed is told by itself, once a period",
          "[domain][alerts][budget]") {
  const auto facts = facts_with(
      monthly(760, {mark(kind::threshold, 50), mark(kind::threshold, 75)}));
  CHECK(wrong(facts)
        == words{"budget_threshold monthly 50 %",
                 "budget_threshold monthly 75 %"});
  const auto all = conditions_of(facts, {});
  CHECK(all[1].occurrence == "2026-11-01T00:00:00Z");
  CHECK(all[1].title == "Budget monthly has passed 75 %");
  CHECK_THAT(all[1].what,
             Catch::Contains("$760.00") && Catch::Contains("$240.00 is left")
                 && Catch::Contains("anew at 2026-12-01 00:00:00 UTC"));
  CHECK(all[1].labels.at("budget") == "monthly");
  CHECK(has_fact(all[1], "left", "$240.00"));
}

TEST_CASE("thresholds become worse", "[domain][alerts][budget]") {
  const auto [percent, level] =
      GENERATE(table<int, severity>({{50, severity::info},
                                     {75, severity::warning},
                                     {90, severity::warning},
                                     {100, severity::error}}));
  CHECK(only(facts_with(monthly(1'000, {mark(kind::threshold, percent)}))).level
        == level);
}

TEST_CASE("a raised limit takes back what was told",
          "[domain][alerts][budget]") {
  auto budget = monthly(760, {mark(kind::threshold, 75)});
  budget.rule.limit = money::usd(2'000);
  CHECK(wrong(facts_with(budget)).empty());
  auto used_up = monthly(1'000, {mark(kind::exhausted)});
  CHECK(wrong(facts_with(used_up)) == words{"budget_exhausted monthly"});
  used_up.rule.limit = money::usd(2'000);
  CHECK(wrong(facts_with(used_up)).empty());
}

TEST_CASE("an exhausted budget says what becomes of requests",
          "[domain][alerts][budget]") {
  auto budget = monthly(999.99, {mark(kind::exhausted)});
  auto got = only(facts_with(budget));
  CHECK(got.level == severity::critical);
  CHECK(got.title == "Budget monthly is exhausted: requests are refused");
  CHECK_THAT(got.did, Catch::Contains("402"));
  budget.rule.action = when_exceeded::degrade;
  got = only(facts_with(budget));
  CHECK(got.level == severity::error);
  CHECK_THAT(got.did, Catch::Contains("Cheaper models answer"));
}

TEST_CASE("a forecast names the sum at the end", "[domain][alerts][budget]") {
  auto budget = monthly(600, {mark(kind::forecast)});
  budget.projected = money::usd(1'340);
  const auto got = only(facts_with(budget));
  CHECK(got.key == alert_key{alert_rule::budget_forecast, "monthly"});
  CHECK(got.title
        == "Budget monthly will not last: at this rate $1,340.00 by the end "
           "of its period");
  CHECK(has_fact(got, "at this rate", "$1,340.00"));
}

TEST_CASE("a spike is told for its hour", "[domain][alerts][budget]") {
  auto hour = mark(kind::spike);
  hour.period_start = noon - 1h;
  const auto got = only(facts_with(monthly(10, {hour})));
  CHECK(got.key == alert_key{alert_rule::budget_spike, "monthly"});
  CHECK(got.occurrence == "2026-11-23T11:00:00Z");
  CHECK_THAT(got.what, Catch::Contains("2026-11-23 11:00:00 UTC"));
}

} // namespace bellwether::domain::test
