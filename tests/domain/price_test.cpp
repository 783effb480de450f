#include "domain/price.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

namespace {

price dear() {
  return {money::usd(3.0), money::usd(0.3), money::usd(3.75), money::usd(15.0)};
}

price with_long_context() {
  price p = dear();
  p.long_context = long_context_price{
      200'000,
      {money::usd(6.0), money::usd(0.6), money::usd(7.5), money::usd(22.5)}};
  return p;
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

TEST_CASE("a prompt above the bound charges all of its request the long prices",
          "[domain][price]") {
  const price p = with_long_context();
  const usage bound{200'000, 50'000, 10'000, 1'000, 0};
  CHECK(cost_of(p, bound) == cost_of(dear(), bound));
  const usage longer{200'001, 50'000, 10'000, 1'000, 0};
  CHECK(cost_of(p, longer).nanos()
        == 140'001LL * 6'000 + 50'000 * 600 + 10'000 * 7'500 + 1'000 * 22'500);
}

TEST_CASE("cached tokens count when a prompt is measured, answered ones do not",
          "[domain][price]") {
  const price p = with_long_context();
  const usage cached{200'001, 200'001, 0, 0, 0};
  CHECK(cost_of(p, cached).nanos() == 200'001LL * 600);
  const usage talkative{10, 0, 0, 500'000, 0};
  CHECK(cost_of(p, talkative) == cost_of(dear(), talkative));
}

TEST_CASE("a price without a long context is the same at every length",
          "[domain][price]") {
  CHECK(dear().at(0) == dear().at(100'000'000));
  CHECK_FALSE(price::flat(money::usd(1)).long_context.has_value());
  CHECK(with_long_context() != dear());
}

TEST_CASE("a cost grows with the prompt and the answer", "[domain][price]") {
  rc::prop("monotone in prompt and completion", [] {
    const usage used = any_usage();
    usage more = used;
    more.prompt += *rc::gen::inRange(0, 100'000);
    more.completion += *rc::gen::inRange(0, 100'000);
    RC_ASSERT(cost_of(dear(), more) >= cost_of(dear(), used));
    RC_ASSERT(cost_of(with_long_context(), more)
              >= cost_of(with_long_context(), used));
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
