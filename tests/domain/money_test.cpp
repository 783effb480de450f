#include "domain/money.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace bellwether::domain {

TEST_CASE("dollars become the nearest nano-dollar", "[domain][money]") {
  CHECK(money::usd(0.42).nanos() == 420'000'000);
  CHECK(money::usd(12.5).nanos() == 12'500'000'000);
  CHECK(money::usd(0.0000000014).nanos() == 1);
  CHECK(money::usd(0.0000000016).nanos() == 2);
  CHECK(money::usd(-0.0000000016).nanos() == -2);
}

TEST_CASE("dollars beyond the range stop at its ends", "[domain][money]") {
  using limits = std::numeric_limits<std::int64_t>;
  CHECK(money::usd(1e30).nanos() == limits::max());
  CHECK(money::usd(-1e30).nanos() == limits::min());
  CHECK(money::usd(std::numeric_limits<double>::quiet_NaN()) == money{});
}

TEST_CASE("an amount is written with all nine decimals", "[domain][money]") {
  CHECK(to_string(money{}) == "0.000000000");
  CHECK(to_string(money::nanos(12'600)) == "0.000012600");
  CHECK(to_string(money::usd(12.5)) == "12.500000000");
  CHECK(to_string(money::usd(-12.5)) == "-12.500000000");
  CHECK(to_string(money::nanos(-1)) == "-0.000000001");
  CHECK(to_string(money::nanos(std::numeric_limits<std::int64_t>::min()))
        == "-9223372036.854775808");
}

TEST_CASE("amounts add, subtract and compare exactly", "[domain][money]") {
  money sum;
  for (int i = 0; i < 10; ++i)
    sum += money::usd(0.1);
  CHECK(sum == money::usd(1.0));
  CHECK(sum - money::nanos(1) < money::usd(1.0));
  CHECK(money::usd(0.1) + money::usd(0.2) == money::usd(0.3));
}

} // namespace bellwether::domain
