#include "domain/concurrency_limit.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <rapidcheck/catch.h>
#include <vector>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

using sign = concurrency_limit::sign;

constexpr concurrency_limit::time_point start{1000s};

concurrency_policy small_policy() {
  return {.most = 20,
          .least = 4,
          .adaptive = true,
          .shrink = 0.5,
          .shrink_pause = 1s};
}

void take(concurrency_limit& from, int slots) {
  for (; slots > 0; --slots)
    from.take();
}

// A limit that an overload with all slots taken has brought from 20 to 10.
concurrency_limit shrunk(int in_flight) {
  concurrency_limit out{small_policy()};
  take(out, 20);
  out.give_back(start, sign::overload);
  out.reset();
  take(out, in_flight);
  return out;
}

} // namespace

TEST_CASE("a limit is full when its slots are taken", "[domain][concurrency]") {
  concurrency_limit subject{{.most = 2, .least = 1}};
  CHECK(subject.limit() == 2);
  subject.take();
  CHECK_FALSE(subject.full());
  subject.take();
  CHECK(subject.full());
  CHECK(subject.in_flight() == 2);
  subject.give_back(start, sign::none);
  CHECK_FALSE(subject.full());
  CHECK(subject.in_flight() == 1);
}

TEST_CASE("a slot that nobody has cannot be given back",
          "[domain][concurrency]") {
  for (const sign s : {sign::none, sign::success, sign::overload}) {
    concurrency_limit subject{small_policy()};
    subject.give_back(start, s);
    CHECK(subject.in_flight() == 0);
    CHECK(subject.limit() == 20);
  }
}

TEST_CASE("forgotten attempts free their slots", "[domain][concurrency]") {
  concurrency_limit subject{{.most = 3, .least = 1}};
  take(subject, 3);
  subject.reset();
  CHECK(subject.in_flight() == 0);
  CHECK_FALSE(subject.full());
  CHECK(subject.limit() == 3);
}

// By sign, what was in flight, and how long ago the limit was shrunk: the limit
// after one such attempt, from 10.
TEST_CASE("a limit moves as its table says", "[domain][concurrency]") {
  struct row {
    sign s;
    int in_flight;
    std::chrono::milliseconds after;
    std::size_t limit;
  };
  const std::vector<row> rows{
      {sign::none, 10, 0ms, 10},     {sign::none, 10, 1s, 10},
      {sign::none, 4, 0ms, 10},      {sign::none, 4, 1s, 10},
      {sign::success, 10, 0ms, 10},  {sign::success, 10, 1s, 10},
      {sign::success, 5, 0ms, 10},   {sign::success, 4, 0ms, 10},
      {sign::overload, 10, 0ms, 10}, {sign::overload, 10, 999ms, 10},
      {sign::overload, 10, 1s, 5},   {sign::overload, 9, 1s, 4},
      {sign::overload, 4, 1s, 4},    {sign::overload, 1, 1s, 4}};
  for (const row& r : rows) {
    concurrency_limit subject = shrunk(r.in_flight);
    REQUIRE(subject.limit() == 10);
    subject.give_back(start + r.after, r.s);
    CAPTURE(static_cast<int>(r.s), r.in_flight, r.after.count());
    CHECK(subject.limit() == r.limit);
  }
}

TEST_CASE("a limit's worth of successes opens it by one, if half is used",
          "[domain][concurrency]") {
  const auto successes_until_11 = [](int in_flight) {
    concurrency_limit subject = shrunk(in_flight);
    for (int n = 1; n <= 100; ++n) {
      subject.give_back(start, sign::success);
      subject.take();
      if (subject.limit() == 11)
        return n;
    }
    return 0;
  };
  CHECK(successes_until_11(10) == 11); // 10 + 1/10 + 1/10.1 + ...
  CHECK(successes_until_11(5) == 11);
  CHECK(successes_until_11(4) == 0);
}

TEST_CASE("a limit that does not adapt stays", "[domain][concurrency]") {
  concurrency_policy policy = small_policy();
  policy.adaptive = false;
  concurrency_limit subject{policy};
  take(subject, 20);
  for (int i = 0; i < 20; ++i)
    subject.give_back(start + i * 1h, sign::overload);
  CHECK(subject.limit() == 20);
  CHECK(subject.in_flight() == 0);
}

TEST_CASE("overload while little is in flight does not open the limit",
          "[domain][concurrency]") {
  concurrency_policy policy = small_policy();
  policy.shrink = 1.0;
  concurrency_limit subject{policy};
  take(subject, 10);
  subject.give_back(start, sign::overload);
  REQUIRE(subject.limit() == 10);
  take(subject, 6); // more than fit: 15 are in flight
  subject.give_back(start + 1s, sign::overload);
  CHECK(subject.limit() == 10);
}

TEST_CASE("one overload of little traffic leaves room for a burst",
          "[domain][concurrency]") {
  concurrency_policy policy;
  policy.most = 1'000;
  concurrency_limit subject{policy};
  subject.take();
  subject.give_back(start, sign::overload);
  CHECK(subject.limit() == 350);
  subject.take();
  subject.give_back(start + 1s, sign::overload);
  CHECK(subject.limit() == 122);
}

TEST_CASE("the least is at least one and at most the most",
          "[domain][concurrency]") {
  const auto after_overloads = [](std::size_t most, std::size_t least) {
    concurrency_limit subject{
        {.most = most, .least = least, .shrink = 0.1, .shrink_pause = 0ms}};
    for (int i = 0; i < 9; ++i) {
      subject.take();
      subject.give_back(start, sign::overload);
    }
    return subject.limit();
  };
  CHECK(after_overloads(20, 0) == 1);
  CHECK(after_overloads(20, 3) == 3);
  CHECK(after_overloads(5, 9) == 5);
}

TEST_CASE("slots are kept whatever a provider does", "[domain][concurrency]") {
  rc::prop("under random load", [] {
    const concurrency_policy policy{
        .most = any_of<std::size_t>(1, 40),
        .least = any_of<std::size_t>(1, 12),
        .adaptive = true,
        .shrink = any_of(0, 101) / 100.0,
        .shrink_pause = std::chrono::milliseconds{any_of(0, 500)}};
    const std::size_t least = std::min(policy.least, policy.most);
    concurrency_limit subject{policy};
    std::size_t taken = 0;
    auto now = start;
    for (int steps = any_of(1, 200); steps > 0; --steps) {
      now += std::chrono::milliseconds{any_of(0, 200)};
      if (any_of(0, 2) == 0 && !subject.full()) {
        RC_ASSERT(taken < subject.limit());
        subject.take();
        ++taken;
      } else {
        const auto before = subject.limit();
        const sign s =
            *rc::gen::element(sign::none, sign::success, sign::overload);
        subject.give_back(now, s);
        taken -= taken > 0 ? 1 : 0;
        RC_ASSERT(s != sign::none || subject.limit() == before);
        RC_ASSERT(s != sign::success || subject.limit() >= before);
        RC_ASSERT(s != sign::overload || subject.limit() <= before);
      }
      RC_ASSERT(subject.in_flight() == taken);
      RC_ASSERT(subject.limit() >= least);
      RC_ASSERT(subject.limit() <= policy.most);
    }
  });
}

TEST_CASE("a provider that succeeds under load gets all its slots back",
          "[domain][concurrency]") {
  rc::prop("however far its limit has come down", [] {
    concurrency_limit subject{{.most = any_of<std::size_t>(1, 60),
                               .least = any_of<std::size_t>(1, 8),
                               .shrink = any_of(0, 100) / 100.0,
                               .shrink_pause = 0ms}};
    const std::size_t most = subject.limit();
    for (int n = any_of(0, 20); n > 0; --n) {
      subject.take();
      subject.give_back(start, sign::overload);
    }
    // Each more slot takes as many successes as there are slots.
    for (std::size_t n = 0; n < (most + 1) * (most + 1); ++n) {
      while (!subject.full())
        subject.take();
      subject.give_back(start, sign::success);
    }
    RC_ASSERT(subject.limit() == most);
  });
}

} // namespace bellwether::domain
