#include "domain/silence.hpp"

#include "domain/clock_zone.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

namespace {

using namespace std::chrono_literals;

silence_window window(std::chrono::minutes from, std::chrono::minutes until,
                      std::vector<std::chrono::weekday> days = {}) {
  silence_window out;
  out.from = from;
  out.until = until;
  out.days = std::move(days);
  return out;
}

} // namespace

TEST_CASE("a silence means a rule, an entity, both or all",
          "[domain][alerts]") {
  silence it;
  silence_window again;
  const alert_key key{alert_rule::provider_down, "openai"};
  CHECK(it.matches(key));
  CHECK(again.matches(key));
  it.rule = again.rule = alert_rule::provider_down;
  it.entity = again.entity = "openai";
  CHECK(it.matches(key));
  CHECK(again.matches(key));
  for (const auto& other : {alert_key{alert_rule::route_down, "openai"},
                            alert_key{alert_rule::provider_down, "azure"}}) {
    CHECK_FALSE(it.matches(other));
    CHECK_FALSE(again.matches(other));
  }
}

TEST_CASE("a window covers from its beginning until before its end",
          "[domain][alerts]") {
  const auto it = window(2h, 4h);
  CHECK_FALSE(it.covers(moment("2026-11-23T01:59:59.999Z"), utc()));
  CHECK(it.covers(moment("2026-11-23T02:00:00Z"), utc()));
  CHECK(it.covers(moment("2026-11-23T03:59:59.999Z"), utc()));
  CHECK_FALSE(it.covers(moment("2026-11-23T04:00:00Z"), utc()));
}

TEST_CASE("a window over midnight belongs to the day on which it began",
          "[domain][alerts]") {
  // 2026-11-21 is a Saturday.
  const auto it = window(22h, 3h, {std::chrono::Saturday});
  CHECK_FALSE(it.covers(moment("2026-11-21T02:00:00Z"), utc()));
  CHECK_FALSE(it.covers(moment("2026-11-21T21:59:00Z"), utc()));
  CHECK(it.covers(moment("2026-11-21T22:00:00Z"), utc()));
  CHECK(it.covers(moment("2026-11-22T02:59:00Z"), utc()));
  CHECK_FALSE(it.covers(moment("2026-11-22T03:00:00Z"), utc()));
  CHECK_FALSE(it.covers(moment("2026-11-22T22:00:00Z"), utc()));
}

TEST_CASE("a window that ends when it begins covers the whole day",
          "[domain][alerts]") {
  const auto it = window(9h, 9h, {std::chrono::Saturday});
  CHECK_FALSE(it.covers(moment("2026-11-21T08:59:00Z"), utc()));
  CHECK(it.covers(moment("2026-11-21T09:00:00Z"), utc()));
  CHECK(it.covers(moment("2026-11-22T08:59:00Z"), utc()));
  CHECK_FALSE(it.covers(moment("2026-11-22T09:00:00Z"), utc()));
}

TEST_CASE("a window goes by local clocks when they change",
          "[domain][alerts]") {
  const auto zone = berlin();
  SECTION("02:00 to 03:00 is left out in spring") {
    const auto it = window(2h, 3h);
    CHECK(it.covers(moment("2026-03-28T01:30:00Z"), zone));
    CHECK_FALSE(it.covers(moment("2026-03-29T00:59:59Z"), zone));
    CHECK_FALSE(it.covers(moment("2026-03-29T01:00:00Z"), zone));
    CHECK(it.covers(moment("2026-03-30T00:30:00Z"), zone));
  }
  SECTION("and comes twice in autumn") {
    const auto it = window(2h, 3h);
    CHECK(it.covers(moment("2026-10-25T00:30:00Z"), zone));
    CHECK(it.covers(moment("2026-10-25T01:30:00Z"), zone));
    CHECK_FALSE(it.covers(moment("2026-10-25T02:00:00Z"), zone));
  }
  SECTION("a window over it is an hour shorter or longer") {
    const auto it = window(23h, 6h, {std::chrono::Saturday});
    CHECK(it.covers(moment("2026-03-28T22:00:00Z"), zone));
    CHECK(it.covers(moment("2026-03-29T03:59:00Z"), zone));
    CHECK_FALSE(it.covers(moment("2026-03-29T04:00:00Z"), zone));
    CHECK(it.covers(moment("2026-10-24T21:00:00Z"), zone));
    CHECK(it.covers(moment("2026-10-25T04:59:00Z"), zone));
    CHECK_FALSE(it.covers(moment("2026-10-25T05:00:00Z"), zone));
  }
}

} // namespace bellwether::domain
