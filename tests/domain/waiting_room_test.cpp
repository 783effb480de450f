#include "domain/waiting_room.hpp"

#include "domain/any.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <memory>
#include <rapidcheck/catch.h>

namespace bellwether::domain {

using namespace std::chrono_literals;

namespace {

using room = waiting_room<int>;

constexpr room::time_point start{1000s};
constexpr auto late = start + 1h;

} // namespace

TEST_CASE("who came first is served first", "[domain][waiting]") {
  room subject{3};
  for (int who = 1; who <= 3; ++who)
    CHECK(subject.enter(who, late - who * 1s, start, 0s));
  CHECK(subject.size() == 3);
  for (int who = 1; who <= 3; ++who)
    CHECK(subject.next(start) == who);
  CHECK_FALSE(subject.next(start));
  CHECK(subject.shed() == 0);
}

TEST_CASE("a full room sheds who comes", "[domain][waiting]") {
  room subject{2};
  CHECK(subject.enter(1, late, start, 0s));
  CHECK(subject.enter(2, late, start, 0s));
  CHECK_FALSE(subject.enter(3, late, start, 0s));
  CHECK(subject.shed() == 1);
  CHECK(subject.next(start) == 1);
  CHECK(subject.enter(4, late, start, 0s));
  CHECK(subject.next(start) == 2);
  CHECK(subject.next(start) == 4);
}

TEST_CASE("a room without places lets nobody in", "[domain][waiting]") {
  room subject{0};
  CHECK_FALSE(subject.enter(1, late, start, 0s));
  CHECK(subject.shed() == 1);
}

TEST_CASE("whose turn would come too late is not let in", "[domain][waiting]") {
  room subject{10};
  CHECK(subject.enter(1, late, start, 2s));
  CHECK(subject.enter(2, late, start, 2s));
  CHECK_FALSE(subject.enter(3, start + 4s, start, 2s));
  CHECK(subject.enter(4, start + 4'001ms, start, 2s));
  CHECK(subject.shed() == 1);
}

TEST_CASE("who comes after its time is not let in", "[domain][waiting]") {
  room subject{10};
  CHECK_FALSE(subject.enter(1, start, start, 0s));
  CHECK_FALSE(subject.enter(2, start - 1s, start, 0s));
  CHECK(subject.enter(3, start + 1ns, start, 0s));
  CHECK(subject.shed() == 2);
}

TEST_CASE("who has become too late is passed over", "[domain][waiting]") {
  room subject{10};
  subject.enter(1, start + 5s, start, 0s);
  subject.enter(2, start + 20s, start, 0s);
  subject.enter(3, start + 5s, start, 0s);
  CHECK(subject.next(start + 5s) == 2);
  CHECK_FALSE(subject.next(start + 5s));
  CHECK(subject.shed() == 2);
}

TEST_CASE("who has become too late takes no place", "[domain][waiting]") {
  room subject{1};
  subject.enter(1, start + 5s, start, 0s);
  CHECK(subject.enter(2, late, start + 5s, 0s));
  CHECK(subject.size() == 1);
  CHECK(subject.shed() == 1);
  CHECK(subject.next(start + 5s) == 2);
}

TEST_CASE("a ticket need not be copied", "[domain][waiting]") {
  waiting_room<std::unique_ptr<int>> subject{2};
  subject.enter(std::make_unique<int>(1), start + 1s, start, 0s);
  subject.enter(std::make_unique<int>(2), late, start, 0s);
  const auto next = subject.next(start + 1s);
  REQUIRE(next);
  CHECK(**next == 2);
}

TEST_CASE("nobody is lost, late, or served out of turn", "[domain][waiting]") {
  rc::prop("whoever comes", [] {
    struct guest {
      int who;
      room::time_point deadline;
    };
    const auto most = any_of<std::size_t>(0, 8);
    room subject{most};
    std::deque<guest> inside;
    int entered = 0;
    int served = 0;
    auto now = start;
    for (int steps = any_of(1, 100); steps > 0; --steps) {
      now += std::chrono::milliseconds{any_of(0, 300)};
      std::erase_if(inside, [&](const guest& g) { return g.deadline <= now; });
      if (any_of(0, 3) > 0) {
        const auto deadline = now + std::chrono::milliseconds{any_of(-50, 900)};
        const auto pace = std::chrono::milliseconds{any_of(0, 200)};
        const auto turn = now + pace * static_cast<int>(inside.size());
        const bool fits = inside.size() < most && turn < deadline;
        RC_ASSERT(subject.enter(++entered, deadline, now, pace) == fits);
        if (fits)
          inside.push_back({entered, deadline});
      } else {
        const auto next = subject.next(now);
        RC_ASSERT(next.has_value() == !inside.empty());
        if (!next)
          continue;
        RC_ASSERT(*next == inside.front().who);
        inside.pop_front();
        ++served;
      }
      RC_ASSERT(subject.size() <= most);
      RC_ASSERT(static_cast<int>(subject.shed() + subject.size()) + served
                == entered);
    }
  });
}

} // namespace bellwether::domain
