#include "domain/rate_limit.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

using time_point = rate_limit::time_point;
using wait = std::optional<std::chrono::milliseconds>;

constexpr time_point start{1'000h};
constexpr auto most = std::numeric_limits<std::int64_t>::max();

} // namespace

TEST_CASE("a minute's worth may come at once", "[domain][rate]") {
  rate_limit r{3, start};
  for (int i = 0; i < 3; ++i) {
    CHECK(r.wait(start) == std::nullopt);
    r.take(1, start);
  }
  CHECK(r.wait(start) == wait{20s});
  CHECK(r.remaining(start) == 0);
}

TEST_CASE("room comes back bit by bit, up to a minute's worth",
          "[domain][rate]") {
  rate_limit r{60, start};
  r.take(60, start);
  CHECK(r.wait(start) == wait{1s});
  CHECK(r.wait(start + 250ms) == wait{750ms});
  CHECK(r.wait(start + 1s) == std::nullopt);
  CHECK(r.remaining(start + 30s) == 30);
  CHECK(r.remaining(start + 60s) == 60);
  CHECK(r.remaining(start + 24h) == 60);
  CHECK(r.per_minute() == 60);
  r.take(60, start + 24h);
  CHECK(r.wait(start + 24h) == wait{1s});
}

TEST_CASE("what is taken afterwards leaves a debt", "[domain][rate]") {
  rate_limit r{600, start};
  r.take(1'200, start);
  CHECK(r.remaining(start) == 0);
  CHECK(r.wait(start) == wait{60'100ms});
  CHECK(r.wait(start + 60'099ms) == wait{1ms});
  CHECK(r.wait(start + 60'100ms) == std::nullopt);
}

TEST_CASE("time that stands or goes back brings nothing", "[domain][rate]") {
  rate_limit r{60, start};
  r.take(60, start);
  CHECK(r.wait(start) == wait{1s});
  CHECK(r.wait(start - 1h) == wait{1s});
  r.take(1, start - 1h);
  // The hour until `start` was counted before.
  CHECK(r.wait(start) == wait{2s});
  CHECK(r.remaining(start + 10s) == 9);
}

TEST_CASE("a limit of nothing has never room", "[domain][rate]") {
  const auto per_minute = GENERATE(std::int64_t{0}, std::int64_t{-1},
                                   std::numeric_limits<std::int64_t>::min());
  rate_limit r{per_minute, start};
  CHECK(r.wait(start) == wait{24h});
  CHECK(r.wait(start + 48h) == wait{24h});
  CHECK(r.remaining(start) == 0);
  CHECK(r.per_minute() == 0);
}

TEST_CASE("no number and no time is too large", "[domain][rate]") {
  rate_limit r{most, time_point::min()};
  CHECK(r.remaining(time_point::min()) == most);
  CHECK(r.remaining(time_point::max()) == most);
  for (int i = 0; i < 9; ++i)
    r.take(most, time_point::min());
  CHECK(r.wait(time_point::min()) == wait{8min});
  CHECK(r.wait(time_point::max()) == std::nullopt);
  rate_limit slow{1, start};
  slow.take(most, start);
  CHECK(slow.wait(start) == wait{24h});
  slow.take(std::numeric_limits<std::int64_t>::min(), start);
  CHECK(slow.wait(start) == wait{24h});
}

TEST_CASE("no more is let than a minute's worth and what time brought",
          "[domain][rate]") {
  rc::prop("for any limit and any requests", [] {
    const auto per_minute = any_of<std::int64_t>(1, 5'000);
    rate_limit r{per_minute, start};
    time_point now = start;
    time_point latest = start;
    std::int64_t let = 0;
    const int requests = any_of(1, 400);
    for (int i = 0; i < requests; ++i) {
      now += std::chrono::microseconds{any_of(-50'000, 100'000)};
      latest = std::max(latest, now);
      if (r.wait(now))
        continue;
      r.take(1, now);
      ++let;
      const std::chrono::duration<double, std::ratio<60>> gone = latest - start;
      const auto rate = static_cast<double>(per_minute);
      RC_ASSERT(static_cast<double>(let) <= rate + rate * gone.count() + 1e-3);
    }
  });
}

TEST_CASE("after the wait that was told there is room, not before",
          "[domain][rate]") {
  rc::prop("for any limit and debt", [] {
    rate_limit r{any_of<std::int64_t>(1, 2'000'000), start};
    r.take(any_of<std::int64_t>(0, 4'000'000), start);
    const time_point now = start + std::chrono::microseconds{any_of(0, 90'000)};
    const auto told = r.wait(now);
    RC_PRE(told && *told < 24h);
    RC_ASSERT(*told > 0ms);
    RC_ASSERT_FALSE(r.wait(now + *told));
    if (*told > 2ms)
      RC_ASSERT(r.wait(now + *told - 2ms));
  });
}

} // namespace bellwether::domain
