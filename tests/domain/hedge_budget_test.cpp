#include "domain/hedge_budget.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <rapidcheck/catch.h>
#include <vector>

namespace bellwether::domain {

namespace {

constexpr money nanos(std::int64_t n) {
  return money::nanos(n);
}

} // namespace

TEST_CASE("a hedge fits into its share of what was spent", "[domain][hedge]") {
  struct row {
    double share;
    std::int64_t spent;
    std::int64_t fits; ///< and not one more
  };
  const std::vector<row> rows{
      {0.0, 1'000, 0},
      {0.1, 0, 0},
      {0.1, 9, 0},
      {0.1, 10, 1},
      {0.3, 10, 3},
      {0.07, 100, 7},
      {0.25, 1'003, 250},
      {1.0, 1'000, 1'000},
      {0.3, 9'000'000'000'000'000'010, 2'700'000'000'000'000'003}};
  for (const row& r : rows) {
    hedge_budget one_more{r.share};
    one_more.spent(nanos(r.spent));
    hedge_budget subject{one_more};
    CAPTURE(r.share, r.spent);
    CHECK_FALSE(one_more.take(nanos(r.fits + 1)));
    CHECK(subject.take(nanos(r.fits)));
  }
}

TEST_CASE("a running hedge's cost is set aside", "[domain][hedge]") {
  hedge_budget subject{0.1};
  subject.spent(nanos(1'000));
  CHECK(subject.take(nanos(60)));
  CHECK_FALSE(subject.take(nanos(41)));
  CHECK(subject.take(nanos(40)));
  CHECK_FALSE(subject.take(nanos(1)));
}

TEST_CASE("a settled hedge costs what its loser cost", "[domain][hedge]") {
  hedge_budget subject{0.1};
  subject.spent(nanos(1'000));
  REQUIRE(subject.take(nanos(100)));
  SECTION("less than was set aside") {
    subject.settle(nanos(100), nanos(30));
    CHECK_FALSE(subject.take(nanos(71)));
    CHECK(subject.take(nanos(70)));
  }
  SECTION("nothing") {
    subject.settle(nanos(100), nanos(0));
    CHECK(subject.take(nanos(100)));
  }
  SECTION("more than was set aside") {
    subject.settle(nanos(100), nanos(150));
    CHECK_FALSE(subject.take(nanos(0)));
    subject.spent(nanos(500));
    CHECK(subject.take(nanos(0)));
    CHECK_FALSE(subject.take(nanos(1)));
  }
}

TEST_CASE("a refused hedge sets nothing aside", "[domain][hedge]") {
  hedge_budget subject{0.1};
  subject.spent(nanos(1'000));
  CHECK_FALSE(subject.take(nanos(101)));
  CHECK(subject.take(nanos(100)));
}

TEST_CASE("a model without a price is hedged for nothing", "[domain][hedge]") {
  hedge_budget subject{0.1};
  for (int i = 0; i < 3; ++i)
    CHECK(subject.take(nanos(0)));
  subject.settle(nanos(0), nanos(0));
  CHECK(subject.take(nanos(0)));
  CHECK_FALSE(subject.take(nanos(1)));
}

TEST_CASE("negative amounts give nothing", "[domain][hedge]") {
  hedge_budget subject{0.1};
  subject.spent(nanos(100));
  CHECK(subject.take(nanos(-50)));
  CHECK_FALSE(subject.take(nanos(11)));
  CHECK(subject.take(nanos(10)));
  subject.settle(nanos(10), nanos(-50));
  CHECK_FALSE(subject.take(nanos(11)));
  subject.settle(nanos(10), nanos(0));
  CHECK_FALSE(subject.take(nanos(11)));
}

TEST_CASE("hedges stay within their share but for wrong guesses",
          "[domain][hedge]") {
  rc::prop("whatever is spent", [] {
    const std::int64_t percent = any_of(0, 101);
    hedge_budget subject{static_cast<double>(percent) / 100.0};
    std::int64_t spent = 0;
    std::int64_t extra = 0;
    std::int64_t beyond = 0;
    std::vector<std::int64_t> running;
    std::int64_t aside = 0;
    for (int steps = any_of(1, 200); steps > 0; --steps) {
      const std::int64_t amount = any_of(0, 1'000);
      const int what = any_of(0, 4);
      if (what < 2) {
        subject.spent(nanos(amount));
        spent += amount;
      } else if (what == 2) {
        const bool fits = (extra + aside + amount) * 100 <= percent * spent;
        RC_ASSERT(subject.take(nanos(amount)) == fits);
        if (fits) {
          running.push_back(amount);
          aside += amount;
        }
      } else if (!running.empty()) {
        subject.settle(nanos(running.back()), nanos(amount));
        extra += amount;
        beyond += std::max<std::int64_t>(amount - running.back(), 0);
        aside -= running.back();
        running.pop_back();
      }
      RC_ASSERT((extra + aside - beyond) * 100 <= percent * spent);
    }
  });
}

} // namespace bellwether::domain
