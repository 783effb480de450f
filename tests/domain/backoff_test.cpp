#include "domain/backoff.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;

TEST_CASE("the ceiling doubles up to the cap", "[domain][backoff]") {
  const backoff b{500ms, 3s};
  CHECK(b.ceiling(0) == 500ms);
  CHECK(b.ceiling(1) == 1s);
  CHECK(b.ceiling(2) == 2s);
  CHECK(b.ceiling(3) == 3s);
  CHECK(b.ceiling(std::numeric_limits<unsigned>::max()) == 3s);
}

TEST_CASE("the ceiling does not overflow at any number", "[domain][backoff]") {
  constexpr auto most = std::chrono::milliseconds::max();
  const backoff b{3ms, most};
  for (unsigned n = 1; n < 200; ++n)
    REQUIRE(b.ceiling(n) >= b.ceiling(n - 1));
  CHECK(b.ceiling(64) == most);
}

TEST_CASE("a base over the cap, or of nothing, is held to its bounds",
          "[domain][backoff]") {
  CHECK(backoff{10s, 2s}.ceiling(0) == 2s);
  CHECK(backoff{0ms, 2s}.ceiling(9) == 0ms);
  CHECK(backoff{-1s, 2s}.ceiling(9) == 0ms);
}

TEST_CASE("a wait takes the whole range, a hold what is over the base",
          "[domain][backoff]") {
  const backoff b{500ms, 10s};
  CHECK(b.wait(1, 0.0) == 0ms);
  CHECK(b.wait(1, 0.5) == 500ms);
  CHECK(b.hold(0, 0.0) == 500ms);
  CHECK(b.hold(0, 0.5) == 750ms);
  CHECK(b.hold(0, 1.0) == 1s);
  CHECK(b.hold(3, 0.0) == 500ms);
  CHECK(b.hold(3, 1.0) == 8s);
  CHECK(b.hold(4, 1.0) == 10s);
}

TEST_CASE("a base at the cap makes every hold the same", "[domain][backoff]") {
  const backoff b{5ms, 5ms};
  CHECK(b.hold(0, 0.0) == 5ms);
  CHECK(b.hold(0, 0.9) == 5ms);
  CHECK(b.hold(7, 0.9) == 5ms);
  CHECK(backoff{10s, 2s}.hold(0, 0.5) == 2s);
}

TEST_CASE("a hold of any number lies under the cap", "[domain][backoff]") {
  constexpr auto last = std::numeric_limits<unsigned>::max();
  CHECK(backoff{1s, 8s}.hold(last, 1.0) == 8s);
  CHECK(backoff{1s, 8s}.hold(last - 1, 1.0) == 8s);
}

TEST_CASE("jitter stays within its range for any chance", "[domain][backoff]") {
  const backoff b{200ms, 60s};
  rc::prop("in range", [&](unsigned n, double chance) {
    const auto top = b.ceiling(n);
    RC_ASSERT(b.wait(n, chance) >= 0ms);
    RC_ASSERT(b.wait(n, chance) <= top);
    RC_ASSERT(b.hold(n, chance) >= b.base);
    RC_ASSERT(b.hold(n, chance) <= std::min(b.cap, 2 * top));
  });
  CHECK(b.wait(3, std::numeric_limits<double>::quiet_NaN()) == 0ms);
  CHECK(b.hold(3, std::numeric_limits<double>::quiet_NaN()) == b.base);
}

} // namespace bellwether::domain
