#include "domain/time_zone.hpp"

#include "domain/clock_zone.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;

TEST_CASE("UTC is never ahead of itself", "[domain][time_zone]") {
  CHECK(utc().name() == "UTC");
  CHECK(utc().offset_at(moment("2026-07-01T00:00:00Z")) == 0s);
  CHECK(first_moment(utc(), shown("2026-02-28T23:59:59"))
        == moment("2026-02-28T23:59:59Z"));
}

TEST_CASE("local clocks show UTC and the offset", "[domain][time_zone]") {
  const clock_zone kolkata{"Asia/Kolkata", 5h + 30min};
  const clock_zone honolulu{"Pacific/Honolulu", -10h};
  const auto noon = moment("2026-06-01T12:00:00.250Z");
  CHECK(local_at(kolkata, noon) == shown("2026-06-01T17:30:00") + 250ms);
  CHECK(local_at(honolulu, noon) == shown("2026-06-01T02:00:00") + 250ms);
  CHECK(local_at(berlin(), noon) == shown("2026-06-01T14:00:00") + 250ms);
  CHECK(first_moment(kolkata, shown("2026-06-01T17:30:00"))
        == moment("2026-06-01T12:00:00Z"));
  CHECK(first_moment(honolulu, shown("2026-06-01T02:00:00"))
        == moment("2026-06-01T12:00:00Z"));
}

TEST_CASE("a time that a clock change leaves out is the change itself",
          "[domain][time_zone]") {
  const auto change = moment("2026-03-29T01:00:00Z");
  CHECK(first_moment(berlin(), shown("2026-03-29T01:59:59")) == change - 1s);
  CHECK(first_moment(berlin(), shown("2026-03-29T02:00:00")) == change);
  CHECK(first_moment(berlin(), shown("2026-03-29T02:30:00")) == change);
  CHECK(first_moment(berlin(), shown("2026-03-29T03:00:00")) == change);
  CHECK(first_moment(berlin(), shown("2026-03-29T03:00:01")) == change + 1s);
}

TEST_CASE("a time that comes twice is the first one", "[domain][time_zone]") {
  const auto change = moment("2026-10-25T01:00:00Z");
  CHECK(first_moment(berlin(), shown("2026-10-25T02:00:00")) == change - 1h);
  CHECK(first_moment(berlin(), shown("2026-10-25T02:30:00")) == change - 30min);
  CHECK(first_moment(berlin(), shown("2026-10-25T02:59:59")) == change - 1s);
  CHECK(first_moment(berlin(), shown("2026-10-25T03:00:00")) == change + 1h);
}

TEST_CASE("a place that leaves a day out has its end at once",
          "[domain][time_zone]") {
  const auto change = moment("2011-12-30T10:00:00Z");
  const clock_zone apia{"Pacific/Apia", -10h, {{change, 14h}}};
  CHECK(first_moment(apia, shown("2011-12-30T00:00:00")) == change);
  CHECK(first_moment(apia, shown("2011-12-30T18:00:00")) == change);
  CHECK(first_moment(apia, shown("2011-12-31T00:00:00")) == change);
  CHECK(first_moment(apia, shown("2011-12-29T23:59:59")) == change - 1s);
}

TEST_CASE("the first moment shows what was asked for, and none before it does",
          "[domain][time_zone]") {
  const auto zone = berlin();
  const auto from = shown("2026-03-28T20:00:00");
  const auto also = shown("2026-10-24T20:00:00");
  for (const auto start : {from, also})
    for (auto local = start; local < start + 12h; local += 7min) {
      const wall_time first = first_moment(zone, local);
      REQUIRE(local_at(zone, first) >= local);
      for (auto before = first - 1ms; before > first - 6h; before -= 11min)
        REQUIRE(local_at(zone, before) < local);
    }
}

} // namespace bellwether::domain
