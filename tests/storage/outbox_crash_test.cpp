#include "storage/outbox_support.hpp"
#include "storage/shared_memory.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <map>
#include <random>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <time.h>
#include <unistd.h>

namespace bellwether::storage {

namespace {

using integration::temporary_folder;

constexpr std::size_t most_told = 10'000;

// What a process has told before it dies, in memory that it shares.
struct told {
  std::atomic<std::uint64_t> put = 0;       ///< alerts up to this one
  std::atomic<std::uint64_t> delivered = 0; ///< number of the delivery
  std::atomic<bool> started = false;
};

// Puts alerts in, each with two messages, and delivers one of three.
[[noreturn]] void live(const std::filesystem::path& folder, told& tells) {
  outbox box{folder, monday};
  tells.started = true;
  for (std::uint64_t alert = tells.put + 1; alert < most_told; ++alert) {
    box.put({{alert_of(alert)},
             {{"a", message_of(alert)}, {"b", message_of(alert)}},
             {}},
            monday);
    tells.put = alert;
    if (alert % 3 != 0)
      continue;
    const auto number = next_of(box, "a").value().number;
    box.tried(number, delivery_state::delivered, 200, "", monday, monday);
    tells.delivered = number;
  }
  ::_exit(0);
}

void live_and_die(const std::filesystem::path& folder, told& tells,
                  std::chrono::microseconds after) {
  tells.started = false;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0)
    live(folder, tells);
  while (!tells.started && ::waitpid(child, nullptr, WNOHANG) == 0)
    std::this_thread::yield();
  const timespec nap{0, after.count() * 1'000};
  ::nanosleep(&nap, nullptr);
  REQUIRE(::kill(child, SIGKILL) == 0);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

using ids = std::map<std::uint64_t, std::string>;

// All that was told is there, once, with the ids that it had before.
void check_whole(const outbox& box, const told& tells, ids& known) {
  const auto all = box.deliveries(2 * most_told);
  REQUIRE(box.last_alert() >= tells.put);
  REQUIRE(box.last_alert() <= tells.put + 1);
  REQUIRE(box.open_alerts().size() == box.last_alert());
  REQUIRE(all.size() == 2 * box.last_alert());
  std::set<std::pair<std::string, std::uint64_t>> seen;
  for (const auto& each : all) {
    REQUIRE(seen.emplace(each.sink, each.message.alert).second);
    REQUIRE(known.emplace(each.number, each.id).first->second == each.id);
    if (each.sink == "a" && each.number <= tells.delivered)
      REQUIRE(each.state == delivery_state::delivered);
    if (each.sink == "b")
      REQUIRE(each.state == delivery_state::waiting);
  }
}

TEST_CASE("what was put in before a kill is there after it, once",
          "[storage][outbox]") {
  const temporary_folder root;
  const shared_memory<told> memory;
  auto& tells = *memory;
  ids known;
  std::minstd_rand chance{7};
  for (int death = 0; death < 12; ++death) {
    live_and_die(root.path(), tells,
                 std::chrono::microseconds{chance() % 40'000});
    outbox box{root.path(), monday};
    check_whole(box, tells, known);
    CHECK(box.crashed() == monday);
    tells.put = box.last_alert();
  }
  CHECK(tells.put > 12);
  outbox box{root.path(), monday};
  const auto first = next_of(box, "a").value();
  CHECK(first.number > tells.delivered);
  const auto left = deliver_all(box, "b");
  CHECK(left.size() == tells.put);
  CHECK(std::is_sorted(left.begin(), left.end()));
}

} // namespace

} // namespace bellwether::storage
