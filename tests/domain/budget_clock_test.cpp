#include "domain/budget_subject.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace bellwether::domain {

using namespace std::chrono_literals;
using kind = budget_event::kind;

namespace {

const clock_zone berlin_zone = berlin();

fired_mark mark_of(const budget_event& e) {
  return {e.budget, e.span.start, e.what, e.percent};
}

} // namespace

TEST_CASE("a budget begins anew at the month's end, to the millisecond",
          "[domain][budget]") {
  budget_subject t{{bound("all", 10)}};
  t.at("2026-11-30T23:59:59.999Z");
  t.spend(9);
  CHECK_FALSE(t.fits(1.5));
  CHECK(t.report().span.end == moment("2026-12-01T00:00:00Z"));
  t.now += 1ms;
  CHECK(t.spent() == 0);
  CHECK(t.fits(10));
  t.spend(1);
  CHECK(t.spent() == 1);
  CHECK(t.told() == std::vector{50, 75, 90});
}

TEST_CASE("an attempt under way over the month's end counts in the new one",
          "[domain][budget]") {
  budget_subject t{{bound("all", 10)}};
  t.at("2026-11-30T23:59:59Z");
  const auto claim = t.claim(4);
  t.now += 2s;
  CHECK(t.fits(6));
  CHECK_FALSE(t.fits(6.1));
  t.book.settle(claim, money::usd(4), t.now);
  CHECK(t.spent() == 4);
  t.now -= 2s;
  CHECK(t.spent() == 0);
}

TEST_CASE("a year has twelve months, each with its own thresholds",
          "[domain][budget]") {
  budget_subject t{{bound("all", 100)}, berlin_zone};
  t.at("2025-12-31T23:00:00Z");
  std::array<int, 12> fired{};
  for (const auto end = t.now + 365 * 24h; t.now < end; t.now += 6h) {
    t.spend(1);
    for (const auto& e : t.book.take_events()) {
      const std::chrono::year_month_day day{
          std::chrono::floor<std::chrono::days>(local_at(berlin_zone, e.at))};
      ++fired.at(static_cast<unsigned>(day.month()) - 1);
    }
  }
  for (const int of_month : fired)
    CHECK(of_month == 4);
}

TEST_CASE("a leap day belongs to February", "[domain][budget]") {
  budget_subject t{{bound("month", 10), bound("day", 10, "day")}};
  t.at("2028-02-28T23:00:00Z");
  t.spend(3);
  t.now += 1h;
  t.spend(4);
  CHECK(t.spent(0) == 7);
  CHECK(t.spent(1) == 4);
  t.now += 24h;
  CHECK(t.spent(0) == 0);
  CHECK(t.spent(1) == 0);
}

TEST_CASE("weeks begin on Monday, days at midnight, on local clocks",
          "[domain][budget]") {
  budget_subject t{{bound("week", 10, "week"), bound("day", 10, "day")},
                   berlin_zone};
  t.at("2026-11-22T22:59:59Z");
  t.spend(1);
  t.now += 1s;
  CHECK(t.spent(0) == 0);
  CHECK(t.spent(1) == 0);
  t.spend(2);
  t.now += 24h;
  CHECK(t.spent(0) == 2);
  CHECK(t.spent(1) == 0);
}

TEST_CASE("a day may have 23 hours or 25", "[domain][budget]") {
  budget_subject t{{bound("day", 100, "day")}, berlin_zone};
  const auto [midnight, hours] =
      GENERATE(table<std::string, int>({{"2026-03-28T23:00:00Z", 23},
                                        {"2026-06-28T22:00:00Z", 24},
                                        {"2026-10-24T22:00:00Z", 25}}));
  t.at(midnight);
  for (int i = 0; i < hours; ++i, t.now += 1h)
    t.spend(1);
  CHECK(t.spent() == 0);
  t.now -= 1ms;
  CHECK(t.spent() == hours);
}

TEST_CASE("the hour that comes twice has one budget, the next its own",
          "[domain][budget]") {
  budget_subject t{{bound("hour", 10, "hour")}, berlin_zone};
  t.at("2026-10-25T00:10:00Z");
  t.spend(6);
  t.now += 1h;
  CHECK_FALSE(t.fits(5));
  CHECK(t.refusal(5).resets == moment("2026-10-25T02:00:00Z"));
  t.now += 1h;
  CHECK(t.fits(10));
}

TEST_CASE("the hour after the one that is left out follows at once",
          "[domain][budget]") {
  budget_subject t{{bound("hour", 10, "hour")}, berlin_zone};
  t.at("2026-03-29T00:59:59Z");
  t.spend(6);
  CHECK(t.refusal(5).resets == moment("2026-03-29T01:00:00Z"));
  t.now += 1s;
  CHECK(t.fits(10));
}

TEST_CASE(
    "a clock that goes back over the month's end finds the old month as "
    "it was, and then the new one",
    "[domain][budget]") {
  budget_subject t{{bound("all", 10)}};
  t.at("2026-11-30T23:30:00Z");
  t.spend(8);
  CHECK(t.told() == std::vector{50, 75});
  t.now += 1h;
  t.spend(6);
  CHECK(t.told() == std::vector{50});
  t.now -= 1h;
  CHECK(t.spent() == 8);
  CHECK_FALSE(t.fits(3));
  t.spend(1);
  CHECK(t.told() == std::vector{90});
  t.now += 1h;
  CHECK(t.spent() == 6);
  t.spend(2);
  CHECK(t.told() == std::vector{75});
}

TEST_CASE("a clock that jumps a month ahead and back has lost nothing",
          "[domain][budget]") {
  budget_subject t{{bound("all", 10)}};
  t.spend(8);
  t.now += 30 * 24h;
  CHECK(t.fits(10));
  t.spend(1);
  t.now -= 30 * 24h;
  CHECK(t.spent() == 8);
  CHECK(t.told() == std::vector{50, 75});
}

TEST_CASE("the newest four periods are kept, and the one the clock shows",
          "[domain][budget]") {
  budget_subject t{{bound("hour", 10, "hour")}};
  const auto first = t.now;
  for (int i = 0; i < 5; ++i, t.now += 1h)
    t.spend(i + 1);
  t.now = first;
  CHECK(t.spent() == 0);
  t.spend(7);
  CHECK(t.spent() == 7);
  for (int i = 2; i < 5; ++i) {
    t.now = first + i * 1h;
    CHECK(t.spent() == i + 1);
  }
}

TEST_CASE("a successor goes on in mid-month with what was spent and told",
          "[domain][budget]") {
  budget_subject before{{bound("all", 100)}};
  before.spend(76);
  const auto events = before.book.take_events();
  REQUIRE(events.size() == 2);
  budget_subject t{{bound("all", 100)}};
  t.book.restore("all", money::usd(76), moment("2026-11-01T00:00:00Z"));
  for (const auto& e : events)
    t.book.restore(mark_of(e));
  CHECK(t.spent() == 76);
  CHECK_FALSE(t.fits(25));
  CHECK(t.told(kind::exhausted).size() == 1);
  t.spend(1);
  CHECK(t.told().empty());
  t.spend(13);
  CHECK(t.told() == std::vector{90});
}

TEST_CASE("what was told of a high threshold silences the lower ones",
          "[domain][budget]") {
  budget_subject t{{bound("all", 100)}};
  t.book.restore({"all", moment("2026-11-01T00:00:00Z"), kind::threshold, 90});
  t.spend(95);
  CHECK(t.told().empty());
  t.spend(5);
  CHECK(t.told() == std::vector{100});
  t.at("2026-12-05T00:00:00Z");
  t.spend(60);
  CHECK(t.told() == std::vector{50});
}

TEST_CASE("what was told of another month or budget says nothing",
          "[domain][budget]") {
  budget_subject t{{bound("all", 100)}};
  t.book.restore({"all", moment("2026-10-01T00:00:00Z"), kind::threshold, 50});
  t.book.restore({"gone", moment("2026-11-01T00:00:00Z"), kind::threshold, 50});
  t.book.restore("all", money::usd(99), moment("2026-10-31T23:59:59Z"));
  t.book.restore("gone", money::usd(99), t.now);
  CHECK(t.spent() == 0);
  t.spend(50);
  CHECK(t.told() == std::vector{50});
}

TEST_CASE("that nothing fits is not told again after a restart",
          "[domain][budget]") {
  budget_subject t{{bound("all", 100)}};
  t.book.restore({"all", moment("2026-11-01T00:00:00Z"), kind::exhausted, 0});
  CHECK_FALSE(t.fits(101));
  CHECK(t.book.take_events().empty());
}

TEST_CASE("sums that are restored add up", "[domain][budget]") {
  budget_subject t{{bound("month", 100), bound("day", 100, "day")}};
  const auto end = moment("2026-11-11T00:00:00Z");
  for (auto at = moment("2026-11-01T00:00:00Z"); at < end; at += 1h)
    for (const auto* name : {"month", "day"})
      t.book.restore(name, money::usd(0.25), at);
  CHECK(t.spent(0) == 60);
  CHECK(t.spent(1) == 6);
}

} // namespace bellwether::domain
