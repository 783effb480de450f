#include "domain/stream_guard.hpp"

#include <catch2/catch.hpp>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

const stream_guard::time_point start{1000s};

stream_limits strict() {
  return {.first_token = 10s,
          .between_tokens = 5s,
          .min_tokens_per_second = 0,
          .rate_window = 20s,
          .total = 0ms};
}

std::string reason(const stream_guard& guard, std::chrono::milliseconds after) {
  const auto failed = guard.check(start + after);
  if (!failed)
    return "";
  CHECK(failed->what == failure_class::timed_out);
  return failed->detail;
}

} // namespace

TEST_CASE("a stream without a first token is too slow at its limit",
          "[domain][guard]") {
  const stream_guard guard{strict(), start};
  CHECK(guard.deadline() == start + 10s);
  CHECK(reason(guard, 9'999ms).empty());
  CHECK(reason(guard, 10s) == "no first token came within 10000 ms");
}

TEST_CASE("events without text are silence", "[domain][guard]") {
  stream_guard guard{strict(), start};
  guard.progressed(0, start + 9s);
  CHECK_FALSE(guard.first_token());
  CHECK(guard.deadline() == start + 10s);
}

TEST_CASE("after the first token the pause between two counts",
          "[domain][guard]") {
  stream_guard guard{strict(), start};
  guard.progressed(4, start + 9s);
  CHECK(guard.first_token() == 9s);
  CHECK(guard.deadline() == start + 14s);
  CHECK(reason(guard, 13s).empty());
  CHECK(reason(guard, 14s) == "no further token came within 5000 ms");
  guard.progressed(4, start + 13s);
  CHECK(reason(guard, 14s).empty());
}

TEST_CASE("a caller that reads slowly does not make its provider slow",
          "[domain][guard]") {
  stream_guard guard{strict(), start};
  guard.progressed(4, start + 1s);
  guard.paused(30s);
  CHECK(reason(guard, 35s).empty());
  CHECK(guard.deadline() == start + 36s);
}

TEST_CASE("a caller's pause later on leaves the first token's time as it was",
          "[domain][guard]") {
  stream_guard guard{strict(), start};
  guard.progressed(4, start + 2s);
  guard.paused(30s);
  CHECK(guard.first_token() == 2s);
}

TEST_CASE("a trickle below the minimum rate is too slow once a window is over",
          "[domain][guard]") {
  auto limits = strict();
  limits.min_tokens_per_second = 2;
  stream_guard guard{limits, start};
  // A token a second, where 40 in 20 seconds are asked.
  for (auto at = 1s; at <= 20s; at += 1s)
    guard.progressed(4, start + at);
  CHECK(reason(guard, 20'999ms).empty());
  CHECK(reason(guard, 21s)
        == "fewer than 2 tokens a second came within 20000 ms");
}

TEST_CASE("a stream that slows down is caught by its last window alone",
          "[domain][guard]") {
  auto limits = strict();
  limits.min_tokens_per_second = 2;
  stream_guard guard{limits, start};
  guard.progressed(4'000, start + 1s);
  guard.progressed(4, start + 4s);
  guard.progressed(4, start + 8s);
  CHECK(guard.deadline() == start + 13s);
  for (auto at = 9s; at <= 21s; at += 1s)
    guard.progressed(4, start + at);
  CHECK_FALSE(reason(guard, 21s).empty());
}

TEST_CASE("a stream at the minimum rate goes on", "[domain][guard]") {
  auto limits = strict();
  limits.min_tokens_per_second = 2;
  stream_guard guard{limits, start};
  for (auto at = 1s; at <= 600s; at += 1s) {
    guard.progressed(12, start + at);
    REQUIRE(reason(guard, at).empty());
  }
}

TEST_CASE("the total limit ends a stream that never stops", "[domain][guard]") {
  auto limits = strict();
  limits.total = 60s;
  stream_guard guard{limits, start};
  for (auto at = 1s; at < 60s; at += 1s)
    guard.progressed(40, start + at);
  CHECK(guard.deadline() == start + 60s);
  CHECK(reason(guard, 60s) == "the stream did not end within 60000 ms");
}

TEST_CASE("limits of zero are none", "[domain][guard]") {
  const stream_guard guard{{.first_token = 0ms, .between_tokens = 0ms}, start};
  CHECK(guard.deadline() == stream_guard::time_point::max());
  CHECK(reason(guard, 1'000'000s).empty());
}

} // namespace bellwether::domain
