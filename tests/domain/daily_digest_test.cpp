#include "domain/daily_digest.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

constexpr wall_time nine{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 9h};

std::string fact(const alert_message& of, const std::string& name) {
  const auto found = std::ranges::find(of.facts, name, &alert_fact::name);
  return found == of.facts.end() ? "" : found->value;
}

} // namespace

TEST_CASE("a day is told in figures", "[domain][alerts]") {
  day_figures day;
  day.from = nine - 24h;
  day.to = nine;
  day.spent = money::usd(12.34);
  day.attempts = 1'210;
  day.requests = 1'200;
  day.failures = 10;
  day.saved = 1;
  day.availability = 0.99917;
  day.dearest = {{"gpt-4.1", money::usd(9)}, {"small", money::usd(3.34)}};
  day.failing = {{"openai", 9}, {"google", 1}};
  day.open_alerts = 2;
  budget_report monthly;
  monthly.rule.name = "monthly";
  monthly.rule.limit = money::usd(1'000);
  monthly.spent = money::usd(400);
  monthly.projected = money::usd(560);
  day.budgets = {monthly};
  const auto got = message_of(day, nine);
  CHECK(got.kind == message_kind::daily);
  CHECK(got.level == severity::info);
  CHECK(got.title
        == "The day until 2026-11-23 09:00:00 UTC: $12.34, 1200 answers");
  CHECK(got.what
        == "1200 requests were answered for $12.34. 1 of them was answered "
           "only because Bellwether asked somebody else after a failure. 10 "
           "attempts failed.");
  CHECK(got.check == "2 alerts are open: `bellwether alerts`.");
  CHECK(fact(got, "budget monthly")
        == "$400.00 of $1,000.00, at this rate $560.00 at the end");
  CHECK(fact(got, "availability") == "99.917 %");
  CHECK(fact(got, "saved requests") == "1");
  CHECK(fact(got, "dearest models") == "gpt-4.1 $9.00, small $3.34");
  CHECK(fact(got, "most failures") == "openai 9, google 1");
}

TEST_CASE("a day without requests is told as such", "[domain][alerts]") {
  const auto got = message_of(day_figures{}, nine);
  CHECK(got.what == "Nobody asked for anything.");
  CHECK(got.check.empty());
  CHECK(fact(got, "availability").empty());
}

TEST_CASE("the digest is due at its time of the local day",
          "[domain][alerts]") {
  CHECK(next_digest(utc(), 9h, nine - 1ms) == nine);
  CHECK(next_digest(utc(), 9h, nine) == nine + 24h);
  CHECK(next_digest(utc(), 0min, nine) == nine + 15h);
}

} // namespace bellwether::domain
