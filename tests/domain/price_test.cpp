#include "domain/price.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

namespace {

price dear() {
  return {money::usd(3.0), money::usd(0.3), money::usd(3.75), money::usd(15.0)};
}

usage any_usage() {
  const auto tokens = rc::gen::inRange<std::int64_t>(0, 2'000'000);
  return {*tokens, *tokens, *tokens, *tokens, 0};
}

} // namespace

TEST_CASE("every kind of token has its own price", "[domain][price]") {
  // 700 fresh, 200 cached, 100 written to the cache, 50 answered.
  const usage used{1'000, 200, 100, 50, 20};
  CHECK(cost_of(dear(), used).nanos()
        == 700 * 3'000 + 200 * 300 + 100 * 3'750 + 50 * 15'000);
}

TEST_CASE("a flat price charges every token the same", "[domain][price]") {
  const price p = price::flat(money::usd(0.42));
  CHECK(cost_of(p, {1'000'000, 300'000, 200'000, 0, 0}) == money::usd(0.42));
  CHECK(cost_of(p, {20, 0, 0, 10, 0}).nanos() == 12'600);
}

TEST_CASE("a cost is rounded half up on the sum", "[domain][price]") {
  const price p = price::flat(money::nanos(250'000));
  CHECK(cost_of(p, {1, 0, 0, 0, 0}).nanos() == 0);
  CHECK(cost_of(p, {1, 0, 0, 1, 0}).nanos() == 1);
  CHECK(cost_of(p, {3, 0, 0, 0, 0}).nanos() == 1);
}

TEST_CASE("inconsistent counts never cost less than nothing",
          "[domain][price]") {
  CHECK(cost_of(dear(), {10, 500, 500, 0, 0}).nanos()
        == 500 * 300 + 500 * 3'750);
  CHECK(cost_of(dear(), {-5, -5, -5, -5, -5}) == money{});
  CHECK(cost_of(price::flat(money::usd(-1)), {10, 0, 0, 10, 0}) == money{});
}

TEST_CASE("absurd counts stop at the largest amount", "[domain][price]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  const price p = price::flat(money::nanos(most));
  CHECK(cost_of(p, {most, most, most, most, most}).nanos() == most);
}

TEST_CASE("ten billion tokens at a premium price do not overflow",
          "[domain][price]") {
  const price p = price::flat(money::usd(75.0));
  CHECK(cost_of(p, {10'000'000'000, 0, 0, 0, 0}) == money::usd(750'000.0));
}

TEST_CASE("a cost grows with the prompt and the answer", "[domain][price]") {
  rc::prop("monotone in prompt and completion", [] {
    const usage used = any_usage();
    usage more = used;
    more.prompt += *rc::gen::inRange(0, 100'000);
    more.completion += *rc::gen::inRange(0, 100'000);
    RC_ASSERT(cost_of(dear(), more) >= cost_of(dear(), used));
  });
  rc::prop("monotone in the prices", [] {
    const usage used = any_usage();
    const auto extra = [] {
      return money::nanos(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
    };
    price p = dear();
    p.input += extra();
    p.cached_input += extra();
    p.cache_write += extra();
    p.output += extra();
    RC_ASSERT(cost_of(p, used) >= cost_of(dear(), used));
  });
}

} // namespace bellwether::domain
