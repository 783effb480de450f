#include "actors/event_log.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <future>
#include <numeric>
#include <thread>

namespace bellwether::actors {

using namespace std::chrono_literals;

namespace {

event of_kind(std::string kind) {
  event out;
  out.kind = std::move(kind);
  return out;
}

std::vector<std::uint64_t> ids(const std::vector<event>& events) {
  std::vector<std::uint64_t> out;
  out.reserve(events.size());
  for (const auto& e : events)
    out.push_back(e.id);
  return out;
}

std::vector<std::uint64_t> from_to(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> out(last - first + 1);
  std::iota(out.begin(), out.end(), first);
  return out;
}

// Runs `what` on another thread when this one has very likely begun to wait.
std::future<void> soon(std::function<void()> what) {
  return std::async(std::launch::async, [what = std::move(what)] {
    event_log().wait_after(0, 20ms);
    what();
  });
}

} // namespace

TEST_CASE("events are numbered and kept in their order", "[actors][events]") {
  event_log log;
  CHECK(log.newest() == 0);
  CHECK(log.after(0).empty());
  event named = of_kind("first");
  named.id = 77;
  log.append(named);
  log.append(of_kind("second"));
  log.append(of_kind("third"));
  CHECK(log.newest() == 3);
  CHECK(ids(log.after(0)) == from_to(1, 3));
  REQUIRE(log.after(1).size() == 2);
  CHECK(log.after(1)[0].kind == "second");
  CHECK(log.after(3).empty());
  CHECK(log.after(1'000).empty());
}

TEST_CASE("the last thousand events are kept", "[actors][events]") {
  event_log log;
  for (int i = 0; i < 1'005; ++i)
    log.append({});
  CHECK(ids(log.after(0)) == from_to(6, 1'005));
  CHECK(ids(log.after(5)) == from_to(6, 1'005));
  CHECK(ids(log.after(6)) == from_to(7, 1'005));
  CHECK(ids(log.after(1'004)) == from_to(1'005, 1'005));
}

TEST_CASE("whoever waits is woken by an event", "[actors][events]") {
  event_log log;
  log.append(of_kind("known"));
  auto appended = soon([&] { log.append(of_kind("new")); });
  const auto seen = log.wait_after(1, 1h);
  REQUIRE(seen.size() == 1);
  CHECK(seen[0].kind == "new");
}

TEST_CASE("whoever waits sees at once what is there already",
          "[actors][events]") {
  event_log log;
  log.append({});
  CHECK(ids(log.wait_after(0, 1h)) == from_to(1, 1));
}

TEST_CASE("patience ends a wait without events, and not before",
          "[actors][events]") {
  event_log log;
  log.append({});
  const auto began = std::chrono::steady_clock::now();
  CHECK(log.wait_after(1, 20ms).empty());
  CHECK(std::chrono::steady_clock::now() - began >= 20ms);
  CHECK(log.wait_after(1, 0ms).empty());
  CHECK(log.wait_after(1, -1h).empty());
}

TEST_CASE("patience may be endless", "[actors][events]") {
  event_log log;
  auto appended = soon([&] { log.append({}); });
  CHECK(log.wait_after(0, std::chrono::milliseconds::max()).size() == 1);
}

TEST_CASE("closing wakes all who wait and lets nobody wait again",
          "[actors][events]") {
  event_log log;
  std::vector<std::future<std::vector<event>>> waiting;
  for (int i = 0; i < 3; ++i)
    waiting.push_back(
        std::async(std::launch::async, [&] { return log.wait_after(0, 1h); }));
  CHECK_FALSE(log.closed());
  log.close();
  for (auto& each : waiting)
    CHECK(each.get().empty());
  CHECK(log.closed());
  CHECK(log.wait_after(0, 1h).empty());
  log.append({});
  CHECK(log.wait_after(0, 1h).size() == 1);
}

TEST_CASE("no follower misses an event of many threads", "[actors][events]") {
  constexpr std::uint64_t writers = 3;
  constexpr std::uint64_t each = 300;
  event_log log;
  const auto follow = [&] {
    std::vector<std::uint64_t> seen;
    while (seen.size() < writers * each)
      for (const auto id :
           ids(log.wait_after(seen.empty() ? 0 : seen.back(), 1h)))
        seen.push_back(id);
    return seen;
  };
  auto first = std::async(std::launch::async, follow);
  auto second = std::async(std::launch::async, follow);
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < writers; ++i)
    threads.emplace_back([&] {
      for (std::uint64_t n = 0; n < each; ++n)
        log.append({});
    });
  for (auto& thread : threads)
    thread.join();
  CHECK(first.get() == from_to(1, writers * each));
  CHECK(second.get() == from_to(1, writers * each));
}

} // namespace bellwether::actors
