#include "domain/dollars.hpp"

#include "domain/money_math.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace bellwether::domain {

namespace {

constexpr auto most = money::nanos(std::numeric_limits<std::int64_t>::max());
constexpr auto least = money::nanos(std::numeric_limits<std::int64_t>::min());

} // namespace

TEST_CASE("amounts from a dollar on are written with cents",
          "[domain][money]") {
  CHECK(in_dollars(money::usd(1'000)) == "$1,000.00");
  CHECK(in_dollars(money::usd(1)) == "$1.00");
  CHECK(in_dollars(money::usd(999.994)) == "$999.99");
  CHECK(in_dollars(money::usd(999.995)) == "$1,000.00");
  CHECK(in_dollars(money::usd(-1'234'567.891)) == "-$1,234,567.89");
  CHECK(in_dollars(most) == "$9,223,372,036.85");
  CHECK(in_dollars(least) == "-$9,223,372,036.85");
}

TEST_CASE("small amounts are written with three digits that count",
          "[domain][money]") {
  CHECK(in_dollars(money{}) == "$0.00");
  CHECK(in_dollars(money::usd(0.5)) == "$0.50");
  CHECK(in_dollars(money::usd(0.123456)) == "$0.123");
  CHECK(in_dollars(money::usd(0.05)) == "$0.05");
  CHECK(in_dollars(money::usd(0.0012345)) == "$0.00123");
  CHECK(in_dollars(money::nanos(12'600)) == "$0.0000126");
  CHECK(in_dollars(money::nanos(1)) == "$0.000000001");
  CHECK(in_dollars(money::nanos(-1)) == "-$0.000000001");
  CHECK(in_dollars(money::nanos(999'999'999)) == "$1.00");
}

TEST_CASE("sums and differences stop at the ends of the range",
          "[domain][money]") {
  CHECK(add_within_range(most, money::nanos(1)) == most);
  CHECK(add_within_range(least, money::nanos(-1)) == least);
  CHECK(add_within_range(money::usd(2), money::usd(3)) == money::usd(5));
  CHECK(subtract_within_range(least, money::nanos(1)) == least);
  CHECK(subtract_within_range(most, money::nanos(-1)) == most);
  CHECK(subtract_within_range(money::usd(2), money::usd(3)) == money::usd(-1));
}

TEST_CASE("a share is rounded up, and whole parts down", "[domain][money]") {
  CHECK(share_of(money::nanos(10), 50, 100) == money::nanos(5));
  CHECK(share_of(money::nanos(11), 50, 100) == money::nanos(6));
  CHECK(share_of(most, 200, 100) == most);
  CHECK(share_of(most, 50, 100).nanos() == most.nanos() / 2 + 1);
  CHECK(whole_parts(money::usd(380), 1'000, money::usd(500)) == 760);
  CHECK(whole_parts(money::nanos(999), 10, money::nanos(1'000)) == 9);
  CHECK(whole_parts(most, 1'000, money::nanos(1)) == most.nanos());
}

} // namespace bellwether::domain
