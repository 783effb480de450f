#include "domain/period.hpp"

#include "domain/clock_zone.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

constexpr period monthly{period_kind::month, 0min};
constexpr period weekly{period_kind::week, 0min};
constexpr period daily{period_kind::day, 0min};
constexpr period hourly{period_kind::hour, 0min};

time_span between(const std::string& start, const std::string& end) {
  return {moment(start), moment(end)};
}

} // namespace

TEST_CASE("a period is written as it is read", "[domain][period]") {
  const auto text = GENERATE(as<std::string>{}, "month", "week", "day", "hour",
                             "none", "rolling 7d", "rolling 12h", "rolling 30m",
                             "rolling 90m", "rolling 10m", "rolling 400d");
  const auto read = parse_period(text);
  REQUIRE(read);
  CHECK(to_string(*read) == text);
}

TEST_CASE("a rolling period has a length", "[domain][period]") {
  CHECK(parse_period("rolling 7d")
        == period{period_kind::rolling, std::chrono::days{7}});
  CHECK(parse_period("rolling-7d") == parse_period("rolling 7d"));
  CHECK(parse_period("rolling 24h") == parse_period("rolling 1d"));
  CHECK(to_string(*parse_period("rolling 1440m")) == "rolling 1d");
}

TEST_CASE("a text that is no period is refused", "[domain][period]") {
  const auto text = GENERATE(
      as<std::string>{}, "", "Month", "month ", "year", "rolling", "rolling ",
      "rolling7d", "rolling  7d", "rolling 7", "rolling d", "rolling 7w",
      "rolling 7dd", "rolling -7d", "rolling +7d", "rolling 0d", "rolling 9m",
      "rolling 401d", "rolling 576001m", "rolling 99999999999999999999d",
      "rolling 9223372036854775807d", "rolling 7.5d");
  INFO(text);
  CHECK_FALSE(parse_period(text));
}

TEST_CASE("a calendar's periods are those of UTC without another zone",
          "[domain][period]") {
  const auto now = moment("2026-11-22T23:30:15.250Z");
  CHECK(period_at(monthly, utc(), now)
        == between("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"));
  CHECK(period_at(weekly, utc(), now)
        == between("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z"));
  CHECK(period_at(daily, utc(), now)
        == between("2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"));
  CHECK(period_at(hourly, utc(), now)
        == between("2026-11-22T23:00:00Z", "2026-11-23T00:00:00Z"));
}

TEST_CASE("a period holds its start, and its end is the next one's",
          "[domain][period]") {
  const auto start = moment("2026-12-01T00:00:00Z");
  const auto p = GENERATE(monthly, daily, hourly);
  CHECK(period_at(p, utc(), start).start == start);
  CHECK(period_at(p, utc(), start - 1ms).end == start);
}

TEST_CASE("a month that ends a year, and one with a leap day",
          "[domain][period]") {
  CHECK(period_at(monthly, utc(), moment("2026-12-31T23:59:59.999Z"))
        == between("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"));
  CHECK(period_at(monthly, utc(), moment("2028-02-29T12:00:00Z"))
        == between("2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"));
  CHECK(period_at(daily, utc(), moment("2028-02-29T12:00:00Z"))
        == between("2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z"));
  CHECK(period_at(monthly, utc(), moment("2027-02-28T12:00:00Z")).end
        == moment("2027-03-01T00:00:00Z"));
}

TEST_CASE("periods begin when local clocks say so", "[domain][period]") {
  const clock_zone kolkata{"Asia/Kolkata", 5h + 30min};
  const clock_zone honolulu{"Pacific/Honolulu", -10h};
  const auto now = moment("2026-11-30T19:00:00Z");
  CHECK(period_at(monthly, kolkata, now)
        == between("2026-11-30T18:30:00Z", "2026-12-31T18:30:00Z"));
  CHECK(period_at(hourly, kolkata, now)
        == between("2026-11-30T18:30:00Z", "2026-11-30T19:30:00Z"));
  CHECK(period_at(monthly, honolulu, now)
        == between("2026-11-01T10:00:00Z", "2026-12-01T10:00:00Z"));
  CHECK(period_at(weekly, honolulu, moment("2026-11-30T09:59:59Z"))
        == between("2026-11-23T10:00:00Z", "2026-11-30T10:00:00Z"));
}

TEST_CASE("the day on which clocks go forward has 23 hours",
          "[domain][period]") {
  const auto noon = moment("2026-03-29T10:00:00Z");
  CHECK(period_at(daily, berlin(), noon)
        == between("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"));
  CHECK(period_at(monthly, berlin(), noon)
        == between("2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"));
  CHECK(period_at(weekly, berlin(), noon)
        == between("2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"));
  CHECK(period_at(hourly, berlin(), moment("2026-03-29T00:59:59Z"))
        == between("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"));
  CHECK(period_at(hourly, berlin(), moment("2026-03-29T01:00:00Z"))
        == between("2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"));
}

TEST_CASE("the day on which clocks go back has 25 hours, one of them double",
          "[domain][period]") {
  CHECK(period_at(daily, berlin(), moment("2026-10-25T10:00:00Z"))
        == between("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"));
  CHECK(period_at(monthly, berlin(), moment("2026-10-25T10:00:00Z"))
        == between("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"));
  const auto twice = between("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z");
  CHECK(period_at(hourly, berlin(), moment("2026-10-25T00:30:00Z")) == twice);
  CHECK(period_at(hourly, berlin(), moment("2026-10-25T01:30:00Z")) == twice);
  CHECK(period_at(hourly, berlin(), twice.end).start == twice.end);
}

TEST_CASE("a day that has begun does not end when clocks go back over midnight",
          "[domain][period]") {
  // At a minute past midnight it is a minute past eleven again.
  const auto change = moment("2010-11-07T02:31:00Z");
  const clock_zone st_johns{
      "America/St_Johns", -2h - 30min, {{change, -3h - 30min}}};
  const auto day = period_at(daily, st_johns, change + 10min);
  CHECK(day == between("2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z"));
  CHECK(period_at(daily, st_johns, change - 30s) == day);
  CHECK(period_at(daily, st_johns, day.start - 1ms).end == day.start);
}

TEST_CASE("every moment of a year is in one period, and they follow each other",
          "[domain][period]") {
  const auto zone = berlin();
  const auto p = GENERATE(monthly, weekly, daily, hourly);
  const auto end = moment("2027-01-05T00:00:00Z");
  time_span last = period_at(p, zone, moment("2025-12-31T12:00:00Z"));
  int broken = 0;
  for (auto now = last.start; now < end; now += 17min) {
    const time_span span = period_at(p, zone, now);
    broken += span.holds(now) ? 0 : 1;
    broken += span == last || span.start == last.end ? 0 : 1;
    last = span;
  }
  CHECK(broken == 0);
}

TEST_CASE("a rolling period ends now, and one without end does not",
          "[domain][period]") {
  const auto now = moment("2026-11-22T12:00:00Z");
  CHECK(period_at(*parse_period("rolling 7d"), berlin(), now)
        == between("2026-11-15T12:00:00Z", "2026-11-22T12:00:00Z"));
  const auto all = period_at(*parse_period("none"), berlin(), now);
  CHECK(all == period_at(*parse_period("none"), utc(), now + 9'000h));
  CHECK(all.holds(now));
  CHECK(all.end > moment("9999-01-01T00:00:00Z"));
  CHECK(has_end(monthly));
  CHECK_FALSE(has_end(*parse_period("none")));
  CHECK_FALSE(has_end(*parse_period("rolling 7d")));
}

} // namespace bellwether::domain
