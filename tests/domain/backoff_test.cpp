#include "domain/backoff.hpp"

#include <catch2/catch.hpp>

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

TEST_CASE("a wait takes the whole range, a hold its upper half",
          "[domain][backoff]") {
  const backoff b{500ms, 10s};
  CHECK(b.wait(1, 0.0) == 0ms);
  CHECK(b.wait(1, 0.5) == 500ms);
  CHECK(b.hold(1, 0.0) == 500ms);
  CHECK(b.hold(1, 0.5) == 750ms);
  CHECK(backoff{5ms, 5ms}.hold(0, 0.0) == 2ms);
}

TEST_CASE("jitter stays within its range for any chance", "[domain][backoff]") {
  const backoff b{200ms, 60s};
  rc::prop("in range", [&](unsigned n, double chance) {
    const auto top = b.ceiling(n);
    RC_ASSERT(b.wait(n, chance) >= 0ms);
    RC_ASSERT(b.wait(n, chance) <= top);
    RC_ASSERT(b.hold(n, chance) >= top / 2);
    RC_ASSERT(b.hold(n, chance) <= top);
  });
  CHECK(b.wait(3, std::numeric_limits<double>::quiet_NaN()) == 0ms);
}

} // namespace bellwether::domain
