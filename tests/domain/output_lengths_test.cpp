#include "domain/output_lengths.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

namespace {

constexpr std::int64_t bound = 8'000;
const std::string route = "auto";

void add_many(output_lengths& to, std::size_t count, std::int64_t tokens) {
  for (std::size_t i = 0; i < count; ++i)
    to.add(route, 0, tokens);
}

} // namespace

TEST_CASE("before anything is known an answer may be as long as it may",
          "[domain][lengths]") {
  const output_lengths l;
  CHECK(l.expect(route, 0, 700, bound) == 700);
  CHECK(l.expect(route, 0, 9'000, bound) == bound);
  CHECK(l.expect(route, 0, std::nullopt, bound) == output_lengths::usual_most);
  CHECK(l.expect(route, 0, std::nullopt, 1'000) == 1'000);
}

TEST_CASE("a length is known from twenty answers on", "[domain][lengths]") {
  output_lengths l;
  add_many(l, output_lengths::least_samples - 1, 50);
  CHECK(l.expect(route, 0, std::nullopt, bound) == output_lengths::usual_most);
  add_many(l, 1, 50);
  CHECK(l.expect(route, 0, std::nullopt, bound) == 50);
}

TEST_CASE("nineteen of twenty answers are within what is expected",
          "[domain][lengths]") {
  output_lengths l;
  for (std::int64_t i = 1; i <= 20; ++i)
    l.add(route, 0, i * 100);
  CHECK(l.expect(route, 0, std::nullopt, bound) == 1'900);
}

TEST_CASE("what the caller and the model allow bounds what is expected",
          "[domain][lengths]") {
  output_lengths l;
  add_many(l, 20, 500);
  CHECK(l.expect(route, 0, 100, bound) == 100);
  CHECK(l.expect(route, 0, 501, bound) == 500);
  CHECK(l.expect(route, 0, std::nullopt, 300) == 300);
  CHECK(l.expect(route, 0, 200, 100) == 100);
}

TEST_CASE("routes and deployments learn apart", "[domain][lengths]") {
  output_lengths l;
  add_many(l, 20, 500);
  CHECK(l.expect(route, 1, std::nullopt, bound) == output_lengths::usual_most);
  CHECK(l.expect("fast", 0, std::nullopt, bound) == output_lengths::usual_most);
}

TEST_CASE("only the last answers count", "[domain][lengths]") {
  output_lengths l;
  add_many(l, output_lengths::most_samples, 3'000);
  add_many(l, output_lengths::most_samples / 2, 10);
  CHECK(l.expect(route, 0, std::nullopt, bound) == 3'000);
  add_many(l, output_lengths::most_samples / 2, 10);
  CHECK(l.expect(route, 0, std::nullopt, bound) == 10);
}

TEST_CASE("what is expected follows within sixteen answers",
          "[domain][lengths]") {
  output_lengths l;
  add_many(l, 100, 10);
  add_many(l, 22, 2'000);
  CHECK(l.expect(route, 0, std::nullopt, bound) == 2'000);
}

TEST_CASE("nobody expects fewer than no tokens", "[domain][lengths]") {
  output_lengths l;
  CHECK(l.expect(route, 0, -5, bound) == 0);
  CHECK(l.expect(route, 0, std::nullopt, 0) == 0);
  CHECK(l.expect(route, 0, std::nullopt, -1) == 0);
  add_many(l, 20, -7);
  CHECK(l.expect(route, 0, std::nullopt, bound) == 0);
}

TEST_CASE("what is expected is one of the lengths, or a bound",
          "[domain][lengths]") {
  rc::prop("for any lengths", [] {
    output_lengths l;
    std::vector<std::int64_t> all(any_of<std::size_t>(20, 600));
    for (auto& tokens : all) {
      tokens = any_of<std::int64_t>(0, 6'000);
      l.add(route, 3, tokens);
    }
    const auto from = all.size() > output_lengths::most_samples + 16
                          ? all.size() - output_lengths::most_samples - 16
                          : 0;
    const auto expected = l.expect(route, 3, std::nullopt, bound);
    RC_ASSERT(std::find(all.begin() + static_cast<std::ptrdiff_t>(from),
                        all.end(), expected)
              != all.end());
    const auto asked = any_of<std::int64_t>(0, 9'000);
    const auto most = any_of<std::int64_t>(0, 9'000);
    RC_ASSERT(l.expect(route, 3, asked, most)
              == std::min({expected, asked, most}));
  });
}

} // namespace bellwether::domain
