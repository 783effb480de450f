#include "domain/quota.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <rapidcheck/catch.h>
#include <vector>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

constexpr quota::time_point start{1000s};
constexpr auto huge = std::numeric_limits<std::int64_t>::max();

quota_report of_requests(std::int64_t remaining, std::chrono::seconds reset) {
  return {.requests = {.remaining = remaining, .reset_in = reset}};
}

quota_report of_tokens(std::int64_t remaining, std::chrono::seconds reset) {
  return {.tokens = {.remaining = remaining, .reset_in = reset}};
}

} // namespace

TEST_CASE("a quota that nobody told of covers everything", "[domain][quota]") {
  quota subject{0.5};
  CHECK_FALSE(subject.short_until(huge, start));
  subject.learn({}, start);
  subject.learn({.requests = {.limit = 10}, .tokens = {.limit = 10}}, start);
  subject.spend(huge);
  CHECK_FALSE(subject.short_until(huge, start));
  CHECK_FALSE(subject.remaining_requests(start));
  CHECK_FALSE(subject.remaining_tokens(start));
}

TEST_CASE("an attempt fits if the headroom stays", "[domain][quota]") {
  const std::int64_t percent = GENERATE(0, 10, 25, 50);
  const std::int64_t limit = GENERATE(range(-1, 13));
  const std::int64_t remaining = GENERATE(range(0, 13));
  quota_reading said{.remaining = remaining, .reset_in = 10s};
  if (limit >= 0)
    said.limit = limit;
  const std::int64_t kept = limit < 0 ? 0 : limit * percent / 100;
  for (std::int64_t amount = 0; amount <= 14; ++amount) {
    quota subject{static_cast<double>(percent) / 100.0};
    subject.learn({.tokens = said}, start);
    CAPTURE(percent, limit, remaining, amount);
    const bool fits = remaining - amount >= kept;
    CHECK(subject.short_until(amount, start).has_value() != fits);
  }
}

TEST_CASE("an attempt takes one request and its tokens", "[domain][quota]") {
  quota subject{0.0};
  subject.learn({.requests = {.remaining = 3, .reset_in = 10s},
                 .tokens = {.remaining = 100, .reset_in = 10s}},
                start);
  subject.spend(30);
  CHECK(subject.remaining_requests(start) == 2);
  CHECK(subject.remaining_tokens(start) == 70);
  CHECK_FALSE(subject.short_until(70, start));
  CHECK(subject.short_until(71, start) == start + 10s);
}

TEST_CASE("a new report replaces what was counted", "[domain][quota]") {
  quota subject{0.0};
  subject.learn(of_requests(1, 10s), start);
  subject.spend(0);
  CHECK(subject.short_until(0, start + 1s) == start + 10s);
  subject.learn(of_requests(1, 10s), start + 2s);
  CHECK_FALSE(subject.short_until(0, start + 2s));
  subject.spend(0);
  CHECK(subject.short_until(0, start + 2s) == start + 12s);
}

TEST_CASE("what is left is forgotten at its reset", "[domain][quota]") {
  quota subject{0.0};
  subject.learn(of_requests(0, 10s), start);
  CHECK(subject.short_until(1, start + 9'999ms) == start + 10s);
  CHECK_FALSE(subject.short_until(1, start + 10s));
  CHECK_FALSE(subject.remaining_requests(start + 10s));
}

TEST_CASE("a reading without a reset is forgotten after a minute",
          "[domain][quota]") {
  quota subject{0.0};
  subject.learn({.tokens = {.remaining = 5}}, start);
  CHECK(subject.remaining_tokens(start + 59'999ms) == 5);
  CHECK(subject.short_until(6, start + 59'999ms) == start + 60s);
  CHECK_FALSE(subject.remaining_tokens(start + 60s));
}

TEST_CASE("a limit outlives its reset", "[domain][quota]") {
  quota subject{0.5};
  subject.learn({.requests = {.limit = 10, .remaining = 9, .reset_in = 1s}},
                start);
  subject.learn(of_requests(5, 10s), start + 2s);
  CHECK(subject.short_until(0, start + 2s) == start + 12s);
}

TEST_CASE("a reset alone does not bring back what was forgotten",
          "[domain][quota]") {
  quota subject{0.0};
  subject.learn(of_requests(0, 1s), start);
  subject.learn({.requests = {.reset_in = 60s}}, start + 2s);
  CHECK_FALSE(subject.short_until(0, start + 2s));
}

TEST_CASE("the latest reset of those that are short counts",
          "[domain][quota]") {
  struct row {
    std::int64_t requests;
    std::int64_t tokens;
    std::optional<std::chrono::seconds> until;
  };
  const std::vector<row> rows{
      {0, 0, 30s}, {0, 10, 30s}, {5, 0, 20s}, {5, 10, std::nullopt}};
  for (const row& r : rows) {
    quota subject{0.0};
    subject.learn(of_requests(r.requests, 30s), start);
    subject.learn(of_tokens(r.tokens, 20s), start);
    const auto until = subject.short_until(10, start);
    CAPTURE(r.requests, r.tokens);
    REQUIRE(until.has_value() == r.until.has_value());
    if (until)
      CHECK(*until == start + *r.until);
  }
  quota subject{0.0};
  subject.learn(of_requests(0, 20s), start);
  subject.learn(of_tokens(0, 30s), start);
  CHECK(subject.short_until(10, start) == start + 30s);
}

TEST_CASE("a reading that makes no sense is ignored", "[domain][quota]") {
  const std::vector<quota_reading> nonsense{
      {.limit = -1, .remaining = 0, .reset_in = 10s},
      {.limit = 10, .remaining = -1, .reset_in = 10s},
      {.limit = 10, .remaining = 0, .reset_in = -1ms}};
  for (const quota_reading& r : nonsense) {
    quota subject{0.0};
    subject.learn({.requests = {.remaining = 7}, .tokens = {.remaining = 8}},
                  start);
    subject.learn({.requests = r, .tokens = r}, start);
    CHECK(subject.remaining_requests(start) == 7);
    CHECK(subject.remaining_tokens(start) == 8);
  }
}

TEST_CASE("what is left is never negative", "[domain][quota]") {
  quota subject{0.0};
  subject.learn(of_requests(1, 10s), start);
  subject.learn(of_tokens(5, 10s), start);
  for (int i = 0; i < 3; ++i) {
    subject.spend(huge);
    CHECK(subject.remaining_requests(start) == 0);
    CHECK(subject.remaining_tokens(start) == 0);
  }
  CHECK(subject.short_until(huge, start) == start + 10s);
  subject.spend(-huge);
  CHECK(subject.remaining_tokens(start) == 0);
}

TEST_CASE("an overdrawn account of a huge limit is short", "[domain][quota]") {
  quota subject{0.9};
  subject.learn({.tokens = {.limit = huge, .remaining = 1, .reset_in = 10s}},
                start);
  subject.spend(huge);
  CHECK(subject.short_until(0, start) == start + 10s);
  CHECK(subject.short_until(huge, start) == start + 10s);
}

TEST_CASE("negative tokens give nothing back", "[domain][quota]") {
  quota subject{0.0};
  subject.learn(of_tokens(5, 10s), start);
  subject.spend(-3);
  CHECK(subject.remaining_tokens(start) == 5);
}

TEST_CASE("a reset in a far future holds for a day", "[domain][quota]") {
  quota subject{0.9};
  subject.learn({.requests = {.limit = huge,
                              .remaining = 0,
                              .reset_in = std::chrono::milliseconds::max()}},
                start);
  CHECK(subject.short_until(0, start) == start + 24h);
  CHECK_FALSE(subject.short_until(0, start + 24h));
}

TEST_CASE("a reading does not know of what was admitted after its attempt",
          "[domain][quota]") {
  quota subject{0.0};
  const auto first = subject.spend(10);
  subject.spend(20);
  const auto last = subject.spend(30);
  const quota_report report{.requests = {.remaining = 5, .reset_in = 60s},
                            .tokens = {.remaining = 100, .reset_in = 60s}};
  subject.learn(report, first, start);
  CHECK(subject.remaining_requests(start) == 3);
  CHECK(subject.remaining_tokens(start) == 50);
  subject.learn(report, last, start);
  CHECK(subject.remaining_requests(start) == 5);
  CHECK(subject.remaining_tokens(start) == 100);
}

TEST_CASE("who spends only what fits leaves the headroom", "[domain][quota]") {
  rc::prop("whatever is reported and asked for", [] {
    const std::int64_t percent = any_of(0, 100);
    quota subject{static_cast<double>(percent) / 100.0};
    auto now = start;
    for (int steps = any_of(1, 60); steps > 0; --steps) {
      now += std::chrono::milliseconds{any_of(0, 2'000)};
      const std::int64_t limit = any_of(0, 1'000);
      if (any_of(0, 5) == 0)
        subject.learn({.tokens = {.limit = limit,
                                  .remaining = any_of<std::int64_t>(
                                      limit * percent / 100, limit + 1),
                                  .reset_in = std::chrono::milliseconds{any_of(
                                      0, 5'000)}}},
                      now);
      const std::int64_t wanted = any_of(0, 300);
      const auto before = subject.remaining_tokens(now);
      const auto until = subject.short_until(wanted, now);
      if (until) {
        RC_ASSERT(*until > now);
        RC_ASSERT_FALSE(subject.short_until(wanted, *until));
        continue;
      }
      subject.spend(wanted);
      if (before)
        RC_ASSERT(subject.remaining_tokens(now) == *before - wanted);
    }
  });
}

} // namespace bellwether::domain
