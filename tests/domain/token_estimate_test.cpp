#include "domain/token_estimate.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <rapidcheck/catch.h>
#include <string>

namespace bellwether::domain {

using enum model_family;

TEST_CASE("a family's bytes make so many tokens, rounded up",
          "[domain][tokens]") {
  const auto [family, bytes, tokens] =
      GENERATE(table<model_family, std::int64_t, std::int64_t>({
          {openai, 0, 0},
          {openai, 1, 1},
          {openai, 4, 1},
          {openai, 5, 2},
          {gemini, 400, 100},
          {other, 401, 101},
          {anthropic, 7, 2},
          {anthropic, 8, 3},
          {anthropic, 3, 1},
          {anthropic, 4, 2},
          {anthropic, 700, 200},
          {deepseek, 10, 3},
          {deepseek, 1, 1},
          {deepseek, 11, 4},
          {deepseek, 1'000, 300},
          {openai, -5, 0},
          {deepseek, -1, 0},
      }));
  CAPTURE(to_string(family), bytes);
  CHECK(estimate_tokens(family, bytes) == tokens);
}

TEST_CASE("no number of bytes is too large to be estimated",
          "[domain][tokens]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  CHECK(estimate_tokens(openai, most) == most / 4 + 1);
  CHECK(estimate_tokens(anthropic, most) == most / 7 * 2);
  CHECK(estimate_tokens(deepseek, most) == most / 10 * 3 + 3);
}

TEST_CASE("more bytes are never fewer tokens", "[domain][tokens]") {
  rc::prop("in any family", [] {
    const auto family =
        *rc::gen::element(openai, anthropic, gemini, deepseek, other);
    const auto bytes = any_of<std::int64_t>(0, 10'000'000);
    const auto tokens = estimate_tokens(family, bytes);
    RC_ASSERT(estimate_tokens(family, bytes + 1) >= tokens);
    RC_ASSERT(tokens <= bytes);
    RC_ASSERT(bytes <= tokens * 4);
  });
}

TEST_CASE("families have names", "[domain][tokens]") {
  CHECK(to_string(openai) == "openai");
  CHECK(to_string(anthropic) == "anthropic");
  CHECK(to_string(gemini) == "gemini");
  CHECK(to_string(deepseek) == "deepseek");
  CHECK(to_string(other) == "other");
}

TEST_CASE("an estimator without samples has no error", "[domain][tokens]") {
  const estimate_error e;
  CHECK(e.samples() == 0);
  CHECK(e.bias_percent() == 0.0);
  CHECK(e.mean_error_percent() == 0.0);
}

TEST_CASE("errors in both ways cancel in the bias, not in the mean",
          "[domain][tokens]") {
  estimate_error e;
  e.add(110, 100);
  e.add(90, 100);
  CHECK(e.samples() == 2);
  CHECK(e.bias_percent() == Approx(0.0));
  CHECK(e.mean_error_percent() == Approx(10.0));
}

TEST_CASE("the bias weighs by tokens, the mean by samples",
          "[domain][tokens]") {
  estimate_error e;
  e.add(2'000, 1'000);
  e.add(50, 100);
  CHECK(e.bias_percent() == Approx(100.0 * 950 / 1'100));
  CHECK(e.mean_error_percent() == Approx(75.0));
}

TEST_CASE("estimates that are too small have a negative bias",
          "[domain][tokens]") {
  estimate_error e;
  e.add(0, 50);
  CHECK(e.bias_percent() == Approx(-100.0));
  CHECK(e.mean_error_percent() == Approx(100.0));
}

TEST_CASE("what was not counted is no sample", "[domain][tokens]") {
  estimate_error e;
  e.add(10, 0);
  e.add(10, -1);
  e.add(-1, 10);
  CHECK(e.samples() == 0);
  CHECK(e.mean_error_percent() == 0.0);
}

} // namespace bellwether::domain
