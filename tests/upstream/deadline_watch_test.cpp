#include "upstream/deadline_watch.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <vector>

using namespace std::chrono_literals;
using bellwether::upstream::deadline_watch;
using bellwether::upstream::watched;
using clock_type = std::chrono::steady_clock;

namespace {

struct probe final : watched {
  explicit probe(std::function<void()> f) : on_expiry(std::move(f)) {}
  void expired() override { on_expiry(); }
  std::function<void()> on_expiry;
};

struct fixture {
  boost::asio::io_context io{1};
  deadline_watch watch{io};
  std::vector<int> log;

  std::unique_ptr<probe> make(int number) {
    return std::make_unique<probe>([this, number] { log.push_back(number); });
  }
};

} // namespace

TEST_CASE("deadlines expire in their order whatever the order of arming",
          "[upstream][deadline_watch]") {
  fixture f;
  const auto late = f.make(3);
  const auto early = f.make(1);
  const auto middle = f.make(2);
  const auto now = clock_type::now();
  f.watch.arm(*late, now + 60ms);
  f.watch.arm(*early, now + 10ms);
  f.watch.arm(*middle, now + 35ms);
  f.io.run_for(5s);
  CHECK(f.log == std::vector<int>{1, 2, 3});
}

TEST_CASE("a deadline does not expire early and not much late",
          "[upstream][deadline_watch]") {
  fixture f;
  const auto due = clock_type::now() + 30ms;
  clock_type::time_point at;
  probe p([&] { at = clock_type::now(); });
  f.watch.arm(p, due);
  f.io.run_for(5s);
  CHECK(at >= due);
  CHECK(at < due + 1s);
}

TEST_CASE("a deadline that is moved counts from where it was moved to",
          "[upstream][deadline_watch]") {
  fixture f;
  const auto moved = f.make(1);
  const auto other = f.make(2);
  const auto now = clock_type::now();
  SECTION("to later") {
    f.watch.arm(*moved, now + 10ms);
    f.watch.arm(*other, now + 30ms);
    f.watch.arm(*moved, now + 60ms);
    f.io.run_for(5s);
    CHECK(f.log == std::vector<int>{2, 1});
  }
  SECTION("to earlier") {
    f.watch.arm(*moved, now + 1h);
    f.watch.arm(*other, now + 60ms);
    f.watch.arm(*moved, now + 10ms);
    f.io.run_for(5s);
    CHECK(f.log == std::vector<int>{1, 2});
  }
}

TEST_CASE("what is disarmed or destroyed does not expire",
          "[upstream][deadline_watch]") {
  fixture f;
  const auto disarmed = f.make(1);
  auto destroyed = f.make(2);
  const auto kept = f.make(3);
  const auto due = clock_type::now() + 10ms;
  f.watch.arm(*disarmed, due);
  f.watch.arm(*destroyed, due);
  f.watch.arm(*kept, due);
  f.watch.disarm(*disarmed);
  f.watch.disarm(*disarmed);
  destroyed.reset();
  f.io.run_for(5s);
  CHECK(f.log == std::vector<int>{3});
}

TEST_CASE("expired() may disarm, destroy and arm others and itself",
          "[upstream][deadline_watch]") {
  fixture f;
  const auto due = clock_type::now() + 10ms;
  auto victim = f.make(1);
  const auto disarmed = f.make(2);
  int rounds = 0;
  std::unique_ptr<probe> again;
  again = std::make_unique<probe>([&] {
    victim.reset();
    f.watch.disarm(*disarmed);
    if (++rounds < 3)
      f.watch.arm(*again, clock_type::now());
  });
  f.watch.arm(*victim, due + 20ms);
  f.watch.arm(*again, due);
  f.watch.arm(*disarmed, due + 20ms);
  f.io.run_for(5s);
  CHECK(rounds == 3);
  CHECK(f.log.empty());
}

TEST_CASE("thousands of deadlines each expire once",
          "[upstream][deadline_watch]") {
  fixture f;
  constexpr int count = 5000;
  std::vector<std::unique_ptr<probe>> all;
  std::vector<int> times(count);
  const auto now = clock_type::now();
  for (int i = 0; i < count; ++i) {
    all.push_back(
        std::make_unique<probe>([&times, i] { ++times.at(std::size_t(i)); }));
    f.watch.arm(*all.back(), now + std::chrono::microseconds(i * 10));
  }
  f.io.run_for(10s);
  CHECK(times == std::vector<int>(count, 1));
}

TEST_CASE("what outlives its watch is disarmed", "[upstream][deadline_watch]") {
  boost::asio::io_context io{1};
  int expired = 0;
  probe p([&] { ++expired; });
  {
    deadline_watch watch(io);
    watch.arm(p, clock_type::now() + 5ms);
  }
  io.run_for(50ms);
  CHECK(expired == 0);
}
