#include "integration/harness/temporary_folder.hpp"
#include "storage/journal.hpp"
#include "storage/journal_support.hpp"
#include "storage/shared_memory.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <time.h>
#include <unistd.h>

namespace bellwether::storage {

using integration::temporary_folder;

namespace {

constexpr std::size_t most_writers = 4;
constexpr journal_limits limits{8 * page, 1'000};

// What a process has told before it dies.
struct told {
  std::atomic<bool> started = false;
  std::atomic<std::uint64_t> released = 0;
  std::array<std::atomic<std::uint64_t>, most_writers> kept{};

  std::uint64_t newest() const {
    std::uint64_t out = 0;
    for (const auto& one : kept)
      out = std::max(out, one.load());
    return out;
  }
};

// Each record says who wrote it, and what that writer had told before.
std::string record_of(std::size_t writer, std::uint64_t count) {
  return std::to_string(writer) + ":" + bytes_for(count);
}

void write_on(journal& to, std::size_t writer, told& tells) {
  for (std::uint64_t count = 1;; ++count)
    if (const auto number = to.append(record_of(writer, count)); number != 0)
      tells.kept.at(writer) = number;
}

// What a child does until it is killed.
[[noreturn]] void live(const std::filesystem::path& folder, std::uint64_t from,
                       std::size_t writers, told& tells) {
  journal j{folder, limits};
  j.skip_to(from);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < writers; ++i)
    threads.emplace_back([&, i] { write_on(j, i, tells); });
  tells.started = true;
  for (;;) {
    const auto read = j.read_after(tells.released, 100);
    if (read.empty())
      continue;
    const auto last = read.back().number;
    tells.released = last;
    j.release(last);
  }
}

// Kills a child after so long.
void live_and_die(const std::function<void()>& life, const told& tells,
                  std::chrono::microseconds after) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    life();
    ::_exit(1);
  }
  while (!tells.started && ::waitpid(child, nullptr, WNOHANG) == 0)
    std::this_thread::yield();
  const timespec nap{0, after.count() * 1'000};
  ::nanosleep(&nap, nullptr);
  REQUIRE(::kill(child, SIGKILL) == 0);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

// Whether the records behind `from` are whole and without a gap; each writer's
// follow one another.
bool are_whole(const std::vector<kept_record>& all, std::uint64_t from) {
  std::array<std::uint64_t, most_writers> counts{};
  for (const auto& one : all) {
    if (one.number != ++from)
      return false;
    const auto writer = static_cast<std::size_t>(one.bytes.front() - '0');
    auto& count = counts.at(writer);
    if (count == 0) // the first that was not released
      for (count = 1;
           one.bytes != record_of(writer, count) && count < 1 << 20U;)
        ++count;
    else
      ++count;
    if (one.bytes != record_of(writer, count))
      return false;
  }
  return true;
}

} // namespace

TEST_CASE("whatever was kept when the process was killed is there",
          "[storage][journal][crash]") {
  const std::size_t writers = GENERATE(1, 4);
  const int deaths = writers == 1 ? 200 : 40;
  const temporary_folder root;
  std::mt19937 chance{20'261'122};
  std::uniform_int_distribution<int> moments{0, 2'000};
  std::uint64_t last = 0;
  std::uint64_t found = 0;
  for (int death = 0; death < deaths; ++death) {
    const shared_memory<told> tells;
    tells->released = last;
    live_and_die([&] { live(root.path(), last, writers, *tells); }, *tells,
                 std::chrono::microseconds{moments(chance)});
    journal j{root.path(), limits};
    j.skip_to(tells->released);
    const auto all = read_all(j, tells->released);
    INFO("death " << death << ", released " << tells->released << ", told "
                  << tells->newest() << ", last " << j.last());
    REQUIRE(j.damaged() == 0);
    REQUIRE(j.last() >= tells->newest());
    REQUIRE(tells->released + all.size() == j.last());
    REQUIRE(are_whole(all, tells->released));
    found += all.size();
    last = j.last();
    j.release(last);
  }
  CHECK(found > 0);
  CHECK(last > 1'000);
}

} // namespace bellwether::storage
