#include "domain/budget_account.hpp"

#include "domain/budget_subject.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;
using kind = budget_event::kind;

namespace {

budget forecasting(double limit_usd, const std::string& each = "month") {
  budget b = bound("all", limit_usd, each);
  b.forecast_percent = 110;
  b.thresholds.clear();
  return b;
}

budget watching(double limit_usd) {
  budget b = bound("all", limit_usd);
  b.spike_factor = 5.0;
  b.thresholds.clear();
  return b;
}

void spend_a_day(budget_subject& t, double usd_an_hour) {
  for (int i = 0; i < 24; ++i, t.now += 1h)
    t.spend(usd_an_hour);
}

} // namespace

TEST_CASE("a rolling budget frees itself as spending grows old",
          "[domain][budget]") {
  budget_subject t{{bound("all", 10, "rolling 1d")}};
  t.spend(6);
  CHECK(t.spent() == 6);
  t.now += 12h;
  t.spend(4);
  CHECK_FALSE(t.fits(0.01));
  CHECK(t.report().span == time_span{t.now - 24h, t.now});
  CHECK_FALSE(t.report().projected);
  t.now += 12h;
  CHECK_FALSE(t.fits(0.01));
  t.now += 16min;
  CHECK(t.fits(6));
  CHECK_FALSE(t.fits(6.01));
  CHECK(t.spent() == 4);
  t.now += 12h;
  CHECK(t.fits(10));
}

TEST_CASE("a rolling threshold is told again after the use was well below it",
          "[domain][budget]") {
  budget_subject t{{bound("all", 100, "rolling 1d")}};
  t.spend(38);
  t.now += 12h;
  t.spend(16);
  CHECK(t.told() == std::vector{50});
  t.spend(26);
  CHECK(t.told() == std::vector{75});
  t.now += 13h; // 38 went: 42 are left
  t.spend(10);
  CHECK(t.told() == std::vector{50});
}

TEST_CASE("a rolling threshold is not told again for a little ebb",
          "[domain][budget]") {
  budget_subject t{{bound("all", 100, "rolling 1d")}};
  t.spend(4);
  t.now += 12h;
  t.spend(46);
  CHECK(t.told() == std::vector{50});
  t.now += 13h; // 4 went: 46 are left, and 45 would be well below
  t.spend(10);
  CHECK(t.told().empty());
  t.spend(20);
  CHECK(t.told() == std::vector{75});
}

TEST_CASE(
    "that a request does not fit into a rolling budget is told once in "
    "its length",
    "[domain][budget]") {
  budget_subject t{{bound("all", 10, "rolling 1d")}};
  int told = 0;
  for (const auto end = t.now + 71h; t.now < end; t.now += 10min) {
    CHECK_FALSE(t.fits(11));
    told += static_cast<int>(t.told(kind::exhausted).size());
  }
  CHECK(told == 3);
}

TEST_CASE("a rolling budget goes on after a restart with what was told",
          "[domain][budget]") {
  budget_subject t{{bound("all", 100, "rolling 7d")}};
  t.book.restore("all", money::usd(60), t.now - 50h);
  t.book.restore({"all", t.now - 300h, kind::threshold, 75});
  t.book.restore({"all", t.now - 200h, kind::threshold, 50});
  t.book.restore("all", money::usd(20), t.now - 1h);
  t.spend(5);
  CHECK(t.told().empty());
  CHECK(t.spent() == 85);
  t.spend(5);
  CHECK(t.told() == std::vector{90});
  t.book.restore("all", money::usd(5), t.now - 30h);
  t.book.restore("all", money::usd(50), t.now - 300h);
  CHECK_FALSE(t.fits(6));
  CHECK(t.fits(5));
}

TEST_CASE(
    "a restored rolling threshold that is set again leaves the lower ones",
    "[domain][budget]") {
  budget_subject t{{bound("all", 100, "rolling 7d")}};
  t.book.restore({"all", t.now - 200h, kind::threshold, 75});
  t.book.restore("all", money::usd(60), t.now - 1h);
  t.spend(1);
  CHECK(t.told().empty());
  t.spend(14);
  CHECK(t.told() == std::vector{75});
}

TEST_CASE("a budget without end adds up for ever", "[domain][budget]") {
  budget_subject t{{bound("all", 10, "none")}};
  t.spend(6);
  t.now += 24h * 1'000;
  CHECK(t.spent() == 6);
  CHECK_FALSE(t.fits(5));
  CHECK_FALSE(t.report().projected);
  t.spend(1);
  CHECK(t.told() == std::vector{50});
}

TEST_CASE("a forecast is told once a month, after a tenth of it",
          "[domain][budget]") {
  budget_subject t{{forecasting(100)}};
  t.at("2026-11-03T00:00:00Z");
  t.spend(12);
  CHECK(t.told(kind::forecast).empty());
  t.at("2026-11-04T00:00:00Z");
  t.spend(0);
  const auto told = t.told(kind::forecast);
  REQUIRE(told.size() == 1);
  CHECK(told[0].projected == money::usd(120));
  CHECK(told[0].spent == money::usd(12));
  CHECK(told[0].span.end == moment("2026-12-01T00:00:00Z"));
  t.spend(10);
  CHECK(t.told(kind::forecast).empty());
  t.at("2026-12-04T03:00:00Z");
  t.spend(20);
  CHECK(t.told(kind::forecast).size() == 1);
}

TEST_CASE("a forecast within the bound is not told", "[domain][budget]") {
  budget_subject t{{forecasting(100)}};
  t.at("2026-11-04T00:00:00Z");
  t.spend(11);
  CHECK(t.told(kind::forecast).empty());
  t.spend(0.000000001);
  CHECK(t.told(kind::forecast).size() == 1);
}

TEST_CASE("a day is forecast after a tenth, an hour never",
          "[domain][budget]") {
  budget_subject t{{forecasting(10, "day"), forecasting(1, "hour")}};
  t.at("2026-11-10T02:23:59Z");
  t.spend(5);
  CHECK(t.told(kind::forecast).empty());
  t.now += 1s;
  t.spend(0);
  CHECK(t.told(kind::forecast).size() == 1);
}

TEST_CASE("a forecast is not told again after a restart", "[domain][budget]") {
  budget_subject t{{forecasting(100)}};
  t.book.restore({"all", moment("2026-11-01T00:00:00Z"), kind::forecast, 0});
  t.spend(90);
  CHECK(t.told(kind::forecast).empty());
}

TEST_CASE("a report projects the end of the period", "[domain][budget]") {
  budget_subject t{{bound("all", 100)}};
  t.at("2026-11-16T00:00:00Z");
  t.spend(40);
  CHECK(t.report().projected == money::usd(80));
  t.at("2026-12-01T00:00:00.001Z");
  t.spend(0.1);
  CHECK(t.report().projected == money::usd(10));
}

TEST_CASE("an hour that costs five times the usual is told, once in six hours",
          "[domain][budget]") {
  budget_subject t{{watching(100)}};
  spend_a_day(t, 1);
  t.spend(4.9);
  CHECK(t.told(kind::spike).empty());
  t.spend(0.1);
  const auto told = t.told(kind::spike);
  REQUIRE(told.size() == 1);
  CHECK(told[0].last_hour == money::usd(5));
  CHECK(told[0].usual_hour == money::usd(1));
  CHECK(told[0].span == time_span{t.now - 1h, t.now});
  t.now += 5h + 59min;
  t.spend(50);
  CHECK(t.told(kind::spike).empty());
  t.now += 1min;
  t.spend(1);
  CHECK(t.told(kind::spike).size() == 1);
}

TEST_CASE("an hour is no spike if it costs little or little is known",
          "[domain][budget]") {
  SECTION("a hundredth of the limit at most") {
    budget_subject t{{watching(1'000)}};
    spend_a_day(t, 1);
    t.spend(10);
    CHECK(t.told(kind::spike).empty());
    t.spend(0.01);
    CHECK(t.told(kind::spike).size() == 1);
  }
  SECTION("less than six hours before it cost something") {
    budget_subject t{{watching(100)}};
    const int hours = GENERATE(5, 6);
    for (int i = 0; i < hours; ++i, t.now += 1h)
      t.spend(1);
    t.spend(50);
    CHECK(t.told(kind::spike).size() == (hours < 6 ? 0 : 1));
  }
}

TEST_CASE("a spike is seen after a restart, and not told twice",
          "[domain][budget]") {
  budget_subject t{{watching(100)}};
  t.spend(0.1);
  for (int i = 24; i > 0; --i)
    t.book.restore("all", money::usd(1), t.now - i * 1h);
  SECTION("the hours before are known") {
    t.spend(6);
    CHECK(t.told(kind::spike).size() == 1);
  }
  SECTION("it was told three hours ago") {
    t.book.restore({"all", t.now - 4h, kind::spike, 0});
    t.spend(6);
    CHECK(t.told(kind::spike).empty());
  }
}

} // namespace bellwether::domain
