#include "domain/caller_key.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t dollar = 1'000'000'000;

caller_key key_of(std::string name, std::optional<key_budget> budget) {
  caller_key key;
  key.name = std::move(name);
  key.budget = budget;
  return key;
}

period any_period() {
  const auto kind = *rc::gen::element(period_kind::month, period_kind::week,
                                      period_kind::day, period_kind::hour,
                                      period_kind::none, period_kind::rolling);
  if (kind != period_kind::rolling)
    return {kind, 0min};
  return {kind, std::chrono::minutes{any_of(10, 400 * 24 * 60 + 1)}};
}

} // namespace

TEST_CASE("a key's budget is read as dollars and a period", "[domain][key]") {
  using enum period_kind;
  const auto [text, nanos, expected] =
      GENERATE(table<std::string, std::int64_t, period>({
          {"50", 50 * dollar, {month, 0min}},
          {"50/month", 50 * dollar, {month, 0min}},
          {"2.50/day", 2'500'000'000, {day, 0min}},
          {"0.000000001/hour", 1, {hour, 0min}},
          {"0.1/week", 100'000'000, {week, 0min}},
          {"10/rolling-7d", 10 * dollar, {rolling, 10'080min}},
          {"10/rolling 12h", 10 * dollar, {rolling, 720min}},
          {"007.5/none", 7'500'000'000, {none, 0min}},
          {"0", 0, {month, 0min}},
          {"9223372036.854775807",
           std::numeric_limits<std::int64_t>::max(),
           {month, 0min}},
      }));
  CAPTURE(text);
  const auto read = parse_key_budget(text);
  REQUIRE(read);
  CHECK(read->limit.nanos() == nanos);
  CHECK(read->period == expected);
}

TEST_CASE("what is no key's budget is not read as one", "[domain][key]") {
  const auto text =
      GENERATE(as<std::string>{}, "", "/month", "month", "50/", "50/year",
               "50/month/", "-50", "+50", "$50", "5e1", "0x10", "inf", "nan",
               "50.", ".50", "1..5", "1.-5", "1.5.5", "50 /month", " 50",
               "1,000", "0.0000000001", "9223372036.854775808", "9223372037",
               "99999999999999999999", "10/rolling-1m", "10/rolling-500d");
  CAPTURE(text);
  CHECK_FALSE(parse_key_budget(text));
}

TEST_CASE("a key's budget is read as it was written", "[domain][key]") {
  rc::prop("for any amount and period", [] {
    const key_budget b{money::nanos(any_of<std::int64_t>(
                           0, std::numeric_limits<std::int64_t>::max())),
                       any_period()};
    const auto text = to_string(b.limit) + "/" + to_string(b.period);
    RC_ASSERT(parse_key_budget(text) == std::optional{b});
  });
}

TEST_CASE("a key without a list of models may ask for all", "[domain][key]") {
  caller_key key;
  CHECK(key.may_ask_for("gpt-4.1"));
  key.models = {"auto", "fast"};
  CHECK(key.may_ask_for("auto"));
  CHECK(key.may_ask_for("fast"));
  CHECK_FALSE(key.may_ask_for("gpt-4.1"));
  CHECK_FALSE(key.may_ask_for("aut"));
  CHECK_FALSE(key.may_ask_for(""));
}

TEST_CASE("each key that has a budget brings one of its name",
          "[domain][key]") {
  const key_budget fifty{money::usd(50), {period_kind::day, 0min}};
  const auto budgets =
      budgets_of({key_of("web", fifty), key_of("batch", std::nullopt)});
  REQUIRE(budgets.size() == 1);
  const budget& b = budgets.front();
  CHECK(b.name == "key web");
  CHECK(b.limit == fifty.limit);
  CHECK(b.period == fifty.period);
  CHECK(b.action == when_exceeded::refuse);
  budget_scope expected;
  expected.keys = {"web"};
  CHECK(b.scope == expected);
  CHECK(b.thresholds == budget{}.thresholds);
}

TEST_CASE("a key that was revoked brings no budget", "[domain][key]") {
  caller_key key = key_of("web", key_budget{money::usd(50), {}});
  key.revoked = wall_time{};
  CHECK(budgets_of({key}).empty());
}

} // namespace bellwether::domain
