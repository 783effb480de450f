#include "domain/rolling_sum.hpp"

#include "domain/any.hpp"
#include "domain/clock_zone.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <rapidcheck/catch.h>
#include <utility>
#include <vector>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

const wall_time noon = moment("2026-11-22T12:00:00Z");

} // namespace

TEST_CASE("a rolling sum forgets what is older than is asked for",
          "[domain][rolling_sum]") {
  rolling_sum sum;
  sum.add(money::usd(1), noon - 3h);
  sum.add(money::usd(2), noon - 2h);
  sum.add(money::usd(4), noon - 1min);
  CHECK(sum.slice() == 15min);
  CHECK(sum.between(noon - 25h, noon) == money::usd(7));
  CHECK(sum.between(noon - 2h, noon) == money::usd(6));
  CHECK(sum.between(noon - 1h, noon) == money::usd(4));
  CHECK(sum.between(noon - 3h, noon - 2h) == money::usd(1));
}

TEST_CASE("a slice that is touched counts in full", "[domain][rolling_sum]") {
  rolling_sum sum{24h};
  sum.add(money::usd(1), noon);
  CHECK(sum.between(noon + 14min, noon + 1h) == money::usd(1));
  CHECK(sum.between(noon + 15min, noon + 1h) == money{});
  CHECK(sum.between(noon - 1h, noon + 1ms) == money::usd(1));
  CHECK(sum.between(noon - 1h, noon) == money{});
}

TEST_CASE("slices grow with the length, and are a minute at least",
          "[domain][rolling_sum]") {
  CHECK(rolling_sum{10min}.slice() == 1min);
  CHECK(rolling_sum{std::chrono::days{1}}.slice() == 15min);
  CHECK(rolling_sum{std::chrono::days{400}}.slice() == std::chrono::days{4});
}

TEST_CASE("a sum beyond the range stops at its end", "[domain][rolling_sum]") {
  const auto most = money::nanos(std::numeric_limits<std::int64_t>::max());
  rolling_sum sum;
  sum.add(most, noon);
  sum.add(most, noon);
  sum.add(most, noon - 1h);
  CHECK(sum.between(noon - 2h, noon + 1h) == most);
}

TEST_CASE("a clock that comes back from far finds what was spent",
          "[domain][rolling_sum]") {
  rolling_sum sum;
  for (int i = 0; i < 100; ++i)
    sum.add(money::usd(1), noon - i * 15min);
  for (int i = 0; i < 12; ++i)
    sum.add(money::usd(1), noon + 720h + i * 15min);
  CHECK(sum.between(noon - 25h, noon + 1ms) == money::usd(100));
}

TEST_CASE("a clock that was far ahead leaves room for what is spent now",
          "[domain][rolling_sum]") {
  rolling_sum sum;
  for (int i = 0; i < 120; ++i)
    sum.add(money::usd(1), noon + 720h + i * 15min);
  for (int i = 99; i >= 0; --i)
    sum.add(money::usd(1), noon - i * 15min);
  CHECK(sum.between(noon - 25h, noon + 1ms) == money::usd(100));
}

TEST_CASE("a rolling sum is never below the truth, and above it by a slice",
          "[domain][rolling_sum]") {
  rc::prop("for random amounts at growing times", [] {
    const auto length = std::chrono::minutes{any_of(10, 3'000)};
    rolling_sum sum{length};
    std::vector<std::pair<wall_time, money>> all;
    wall_time now = noon;
    for (int i = 0; i < 400; ++i) {
      now += std::chrono::seconds{any_of(0, 3'000)};
      all.emplace_back(now, money::nanos(any_of(1, 1'000)));
      sum.add(all.back().second, now);
      const auto since = [&](wall_time from) {
        money exact;
        for (const auto& [at, amount] : all)
          if (at >= from)
            exact += amount;
        return exact;
      };
      const money told = sum.between(now - length, now + 1ms);
      RC_ASSERT(told >= since(now - length));
      RC_ASSERT(told <= since(now - length - sum.slice()));
    }
  });
}

} // namespace bellwether::domain
