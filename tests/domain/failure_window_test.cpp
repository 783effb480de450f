#include "domain/failure_window.hpp"

#include "domain/any.hpp"
#include "domain/support.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <rapidcheck/catch.h>
#include <utility>

namespace bellwether::domain {

using namespace std::chrono_literals;

TEST_CASE("nothing that ended makes no share", "[domain][breaker]") {
  const failure_window w{10s};
  CHECK(w.volume(at(0s)) == 0);
  CHECK(w.failures(at(0s)) == 0);
  CHECK(w.share(at(0s)) == 0.0);
}

TEST_CASE("a window counts what ended in it", "[domain][breaker]") {
  failure_window w{10s};
  w.add(at(0s), true);
  w.add(at(1s), false);
  w.add(at(1s), false);
  w.add(at(2s), true);
  CHECK(w.volume(at(2s)) == 4);
  CHECK(w.failures(at(2s)) == 2);
  CHECK(w.share(at(2s)) == 0.5);
  SECTION("and forgets it by the slice") {
    CHECK(w.volume(at(9'999ms)) == 4);
    CHECK(w.volume(at(10s)) == 3);
    CHECK(w.share(at(11s)) == 1.0);
    CHECK(w.volume(at(12s)) == 0);
  }
  SECTION("also when a slice is used again") {
    w.add(at(12s), false);
    CHECK(w.volume(at(12s)) == 1);
    CHECK(w.failures(at(12s)) == 0);
  }
  SECTION("and all of it when cleared") {
    w.clear();
    CHECK(w.volume(at(2s)) == 0);
    w.add(at(2s), true);
    CHECK(w.share(at(2s)) == 1.0);
  }
}

TEST_CASE("a window of no length is harmless", "[domain][breaker]") {
  failure_window w{0ms};
  w.add(at(0s), true);
  CHECK(w.volume(at(0s)) == 1);
  CHECK(w.volume(at(1s)) == 0);
}

TEST_CASE("a window agrees with a list, to a tenth of its length",
          "[domain][breaker]") {
  rc::prop("whatever ended when", [] {
    const std::chrono::milliseconds length{any_of(100, 20'000)};
    failure_window w{length};
    std::deque<std::pair<time_point, bool>> list;
    const auto count = [&](time_point after, bool failures) {
      std::uint64_t n = 0;
      for (const auto& [when, failed] : list)
        n += when > after && (failed || !failures) ? 1 : 0;
      return n;
    };
    time_point now = at(0ms);
    for (int steps = any_of(1, 100); steps > 0; --steps) {
      now += std::chrono::milliseconds{any_of(0, 3'000)};
      const bool failed = any_of(0, 2) == 1;
      w.add(now, failed);
      list.emplace_back(now, failed);
      const time_point longest = now - length;
      const time_point shortest = longest + length / 10 + 1ms;
      RC_ASSERT(w.volume(now) <= count(longest, false));
      RC_ASSERT(w.volume(now) >= count(shortest, false));
      RC_ASSERT(w.failures(now) <= count(longest, true));
      RC_ASSERT(w.failures(now) >= count(shortest, true));
      RC_ASSERT(w.share(now) >= 0.0 && w.share(now) <= 1.0);
    }
  });
}

} // namespace bellwether::domain
