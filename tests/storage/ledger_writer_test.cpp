#include "storage/ledger_writer.hpp"

#include "storage/ledger_record.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <thread>
#include <vector>

namespace bellwether::storage {

namespace {

constexpr journal_limits small{4096, 2};

domain::ledger_entry entry(std::uint64_t reservation) {
  domain::ledger_entry e;
  e.reservation = reservation;
  e.request_id = "r" + std::to_string(reservation);
  return e;
}

std::vector<ledger_record> written(const journal& in) {
  std::vector<ledger_record> out;
  for (const auto& one : in.read_after(0, 1'000'000))
    out.push_back(decode(one.bytes).value());
  return out;
}

} // namespace

TEST_CASE("what is written is in the journal, numbered",
          "[storage][ledger_writer]") {
  const auto to = std::make_shared<journal>(journal_limits{});
  ledger_writer writer{to};
  domain::ledger_reservation reservation;
  reservation.request_id = "r";
  const domain::fired_mark mark{"monthly", {}, {}, 50};
  CHECK(writer.reserve(reservation) == 1);
  CHECK(writer.reserve(reservation) == 2);
  CHECK(writer.settle(entry(2)));
  CHECK(writer.fired(mark));
  CHECK(
      written(*to)
      == std::vector<ledger_record>{reservation, reservation, entry(2), mark});
  CHECK(writer.lost() == 0);
}

TEST_CASE("a writer without room fails until a record is kept again",
          "[storage][ledger_writer]") {
  const auto to = std::make_shared<journal>(small);
  ledger_writer writer{to};
  CHECK_FALSE(writer.failing());
  while (writer.settle(entry(1)))
    REQUIRE_FALSE(writer.failing());
  CHECK(writer.failing());
  CHECK(writer.lost() == 1);
  CHECK(writer.reserve({}) == 0);
  CHECK_FALSE(writer.fired({}));
  CHECK(writer.lost() == 3);
  to->release(to->last());
  CHECK(writer.failing());
  CHECK(writer.settle(entry(1)));
  CHECK_FALSE(writer.failing());
}

TEST_CASE("what the owner says of failing holds until the owner takes it back",
          "[storage][ledger_writer]") {
  const auto to = std::make_shared<journal>(small);
  ledger_writer writer{to};
  writer.set_failing(true);
  CHECK(writer.settle(entry(1)));
  CHECK(writer.failing());
  writer.set_failing(false);
  CHECK_FALSE(writer.failing());
  while (writer.settle(entry(1)))
    continue;
  writer.set_failing(false);
  CHECK(writer.failing());
}

TEST_CASE("the reader is woken once until it looks",
          "[storage][ledger_writer]") {
  const auto to = std::make_shared<journal>(small);
  ledger_writer writer{to};
  writer.settle(entry(1)); // nobody to wake
  int woken = 0;
  writer.on_record([&] { ++woken; });
  CHECK(woken == 0);
  writer.settle(entry(2));
  writer.reserve({});
  writer.fired({});
  CHECK(woken == 1);
  writer.awake();
  CHECK(woken == 1);
  writer.settle(entry(3));
  writer.settle(entry(4));
  CHECK(woken == 2);
  writer.awake();
  while (writer.settle(entry(5)))
    continue;
  CHECK(woken == 3);
  writer.awake();
  writer.settle(entry(6)); // finds no room: there is nothing to read
  CHECK(woken == 3);
}

TEST_CASE("whoever is woken may write, and change who is woken",
          "[storage][ledger_writer]") {
  const auto to = std::make_shared<journal>(journal_limits{});
  ledger_writer writer{to};
  int woken = 0;
  writer.on_record([&] {
    ++woken;
    writer.awake();
    writer.on_record({});
    writer.settle(entry(2));
  });
  writer.settle(entry(1));
  CHECK(woken == 1);
  CHECK(to->last() == 2);
}

TEST_CASE("no record is left behind without a call for the reader",
          "[storage][ledger_writer]") {
  const auto to = std::make_shared<journal>(journal_limits{});
  ledger_writer writer{to};
  std::atomic<int> calls = 0;
  writer.on_record([&] {
    ++calls;
    calls.notify_one();
  });
  constexpr std::uint64_t threads = 4;
  constexpr std::uint64_t each = 5'000;
  std::vector<std::thread> writers;
  for (std::uint64_t t = 0; t < threads; ++t)
    writers.emplace_back([&] {
      for (std::uint64_t i = 0; i < each; ++i)
        writer.settle(entry(i));
    });
  std::uint64_t seen = 0;
  for (int answered = 0; seen < threads * each; ++answered) {
    calls.wait(answered); // for ever, if a call were lost
    writer.awake();
    for (auto all = to->read_after(seen, 1'000); !all.empty();
         all = to->read_after(seen, 1'000))
      seen = all.back().number;
  }
  for (auto& one : writers)
    one.join();
  CHECK(seen == threads * each);
}

} // namespace bellwether::storage
