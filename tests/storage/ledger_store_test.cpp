#include "storage/ledger_file_support.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>

namespace bellwether::storage {

namespace {

using domain::money;
using integration::temporary_folder;

TEST_CASE("what was committed is read again, newest first",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  commit_answers(store, 3);

  const auto page = store.entries({});

  REQUIRE(page.entries.size() == 3);
  CHECK_FALSE(page.next);
  CHECK(page.entries[0].number == 3);
  CHECK(page.entries[0].what == answer(3, noon + std::chrono::minutes{2}));
  CHECK(page.entries[2].what == answer(1));
  CHECK(page.entries[0].hash == store.status().newest_hash);
}

TEST_CASE("a record that was taken is not taken twice", "[storage][ledger]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  const numbered_from records{5, {answer(1), answer(2), answer(3)}};
  {
    ledger_store store{file, plain_zone()};
    store.commit(std::span{records}.first(2));
    CHECK(store.committed() == 6);
  }
  ledger_store store{file, plain_zone()};
  store.commit(records);

  CHECK(store.committed() == 7);
  CHECK(all_entries(store).size() == 3);
  CHECK(store.report(all_by({}))[0].cost == money::nanos(6));
}

TEST_CASE("reservations stay open until an entry settles them",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  auto settles_first = answer(7);
  settles_first.reservation = 1;
  store.commit(numbered_from(1, {promise(10), promise(20), settles_first}));
  auto expected = promise(20);
  expected.id = 2;
  CHECK(store.open_reservations() == std::vector{expected});

  auto settles_second = answer(8);
  settles_second.reservation = 2;
  store.commit(numbered_from(4, {settles_second}));
  CHECK(store.open_reservations().empty());
  CHECK(all_entries(store)
        == std::vector<domain::ledger_entry>{settles_first, settles_second});
}

TEST_CASE("an entry whose reservation nobody knows is a row all the same",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  auto stray = answer(7);
  stray.reservation = 99;
  store.commit(numbered_from(100, {stray}));
  CHECK(all_entries(store) == std::vector{stray});
}

TEST_CASE("what a dead daemon left open is charged as it was set aside",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  store.commit(numbered_from(1, {promise(10), promise(20)}));

  CHECK(store.settle_open(noon) == 2);

  CHECK(store.open_reservations().empty());
  CHECK(store.settle_open(noon) == 0);
  const auto entries = all_entries(store);
  REQUIRE(entries.size() == 2);
  const auto& second = entries[1];
  CHECK(second.reservation == 2);
  CHECK(second.outcome == domain::entry_outcome::interrupted);
  CHECK(second.estimated);
  CHECK(second.cost == money::nanos(20));
  CHECK(second.used == promise(20).expected);
  CHECK(second.who == promise(20).who);
  CHECK(second.request_id == promise(20).request_id);
  CHECK(second.attempt == 2);
  CHECK(second.at == noon);
  CHECK(second.latency == std::chrono::seconds{3});
  CHECK(store.verify().problem == "");
}

TEST_CASE("entries are found by scope, time, outcome and request",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  auto failed = answer(2, noon + std::chrono::hours{5}, "o1");
  failed.outcome = domain::entry_outcome::failed;
  failed.request_id = "it's";
  auto late = answer(3, noon - std::chrono::hours{30});
  store.commit(numbered_from(1, {answer(1), failed, late}));
  const auto costs = [&](const entries_query& q) {
    std::vector<std::int64_t> out;
    for (const auto& one : store.entries(q).entries)
      out.push_back(one.what.cost.nanos());
    return out;
  };
  using found = std::vector<std::int64_t>;

  entries_query q;
  SECTION("time") {
    q.from = noon;
    CHECK(costs(q) == found{2, 1});
    q.to = noon + std::chrono::hours{5};
    CHECK(costs(q) == found{1});
    q.from.reset();
    CHECK(costs(q) == found{3, 1});
    q.from = noon + std::chrono::milliseconds{1};
    q.to = noon + std::chrono::hours{5} + std::chrono::milliseconds{1};
    CHECK(costs(q) == found{2});
    q.from = noon;
    q.to = noon + std::chrono::milliseconds{1};
    CHECK(costs(q) == found{1});
  }
  SECTION("scope") {
    q.only.models = {"o1", "never heard of"};
    CHECK(costs(q) == found{2});
    q.only.teams = {"none such"};
    CHECK(costs(q).empty());
  }
  SECTION("outcome") {
    q.outcome = domain::entry_outcome::failed;
    CHECK(costs(q) == found{2});
  }
  SECTION("request") {
    q.request_id = "it's";
    CHECK(costs(q) == found{2});
    q.request_id = "req";
    CHECK(costs(q).empty());
  }
}

TEST_CASE("pages follow one another without a gap", "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  commit_answers(store, 7);
  entries_query q;
  q.limit = 3;
  std::vector<std::uint64_t> numbers;
  for (int pages = 0; pages < 3; ++pages) {
    const auto page = store.entries(q);
    for (const auto& one : page.entries)
      numbers.push_back(one.number);
    q.before = page.next;
    CHECK(page.next.has_value() == (pages < 2));
  }
  CHECK(numbers == std::vector<std::uint64_t>{7, 6, 5, 4, 3, 2, 1});
}

TEST_CASE("the last outputs of answers are told, oldest first",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  std::vector<ledger_record> records;
  for (int i = 0; i < 300; ++i) {
    auto one = answer(1);
    one.used.completion = i;
    records.emplace_back(one);
  }
  auto failed = answer(1);
  failed.outcome = domain::entry_outcome::failed;
  records.emplace_back(failed);
  records.emplace_back(answer(1, noon, "o1"));
  store.commit(numbered_from(1, records));

  const auto found = store.recent_outputs();
  REQUIRE(found.size() == 257);
  CHECK(found[0].tokens == 44);
  CHECK(found[255].tokens == 299);
  CHECK(found[256].model == "o1");
  CHECK(found[0].route == "auto");
  CHECK(found[0].provider == "openai");
}

TEST_CASE("what was told of budgets is remembered once", "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  const domain::fired_mark half{"monthly", noon,
                                domain::budget_event::kind::threshold, 50};
  const domain::fired_mark old{"monthly", noon - std::chrono::days{31},
                               domain::budget_event::kind::exhausted, 0};
  store.commit(numbered_from(1, {half, old, half}));
  CHECK(store.fired_since(noon) == std::vector{half});
  CHECK(store.fired_since(old.period_start) == std::vector{old, half});
}

TEST_CASE("the files are for their owner only", "[storage][ledger]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  ledger_store store{file, plain_zone()};
  commit_answers(store, 1);
  store.backup(root.path() / "copy.db");
  for (const char* name :
       {"ledger.db", "ledger.db-wal", "ledger.db-shm", "copy.db"}) {
    struct stat found {};
    REQUIRE(::stat((root.path() / name).c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0600);
  }
}

TEST_CASE("a backup is a ledger, and is never written over anything",
          "[storage][ledger]") {
  const temporary_folder root;
  const auto copy = root.path() / "copy.db";
  ledger_store store{root.path() / "ledger.db", plain_zone()};
  commit_answers(store, 4);
  store.backup(copy);
  commit_answers(store, 1);

  const ledger_store read{copy, plain_zone(), ledger_access::reader};
  CHECK(read.verify().problem == "");
  CHECK(read.verify().rows == 4);
  CHECK_THROWS_WITH(store.backup(copy), Catch::Contains("is there already"));
}

TEST_CASE("status tells of rows, reservations and bytes", "[storage][ledger]") {
  const temporary_folder root;
  ledger_store store{root.path() / "ledger.db", plain_zone()};
  CHECK(store.status().oldest == 0);
  commit_answers(store, 4);
  store.commit(numbered_from(5, {promise(1)}));
  const auto now = store.status();
  CHECK(now.rows == 4);
  CHECK(now.oldest == 1);
  CHECK(now.open_reservations == 1);
  CHECK(now.file_bytes > 4096);
  CHECK(now.newest_hash == store.verify().newest_hash);
}

} // namespace

} // namespace bellwether::storage
