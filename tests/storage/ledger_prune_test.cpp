#include "storage/ledger_file_support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::storage {

namespace {

using domain::money;
using integration::temporary_folder;
using std::chrono::days;
using std::chrono::hours;

/// As many rows an hour apart, the last one at noon; costs 1, 2, 3 ...
void fill(ledger_store& store, int count) {
  std::vector<ledger_record> records;
  for (int i = 0; i < count; ++i)
    records.emplace_back(answer(i + 1, noon - hours{count - 1 - i}));
  store.commit(numbered_from(store.committed() + 1, records));
}

constexpr retention two_days{days{2}, days{5}, 1'000'000};

TEST_CASE("old rows go, and what is left is still proved",
          "[storage][ledger][prune]") {
  ledger_store store{"", plain_zone()};
  fill(store, 240);

  CHECK_FALSE(store.prune(two_days, noon));

  CHECK(store.status().rows == 49);
  CHECK(store.status().oldest == 192);
  CHECK(store.verify().problem == "");
  CHECK(store.verify().rows == 49);
  fill(store, 1);
  CHECK(store.verify().problem == "");
}

TEST_CASE("sums of days stay when those of hours go",
          "[storage][ledger][prune]") {
  ledger_store store{"", plain_zone()};
  fill(store, 240);
  const auto days_before = store.report(all_by({dimension::day}));
  const auto models_before = store.report(all_by({dimension::model}));

  store.prune(two_days, noon);

  CHECK(store.report(all_by({dimension::day})) == days_before);
  CHECK(store.report(all_by({dimension::model})) == models_before);
  // Five whole days, and today until noon.
  CHECK(store.report(all_by({dimension::hour})).size() == 5 + 5 * 24 + 13);
  CHECK(store.hourly({}, {noon - days{30}, noon + days{1}}).size()
        == 5 + 5 * 24 + 13);
}

TEST_CASE("rows whose hours became days are proved as well",
          "[storage][ledger][prune]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  {
    ledger_store store{file, plain_zone()};
    fill(store, 240);
    store.prune({days{90}, days{2}, 1'000'000}, noon);
    CHECK(store.status().rows == 240);
    // A late one, of a day that is folded already.
    store.commit(numbered_from(500, {answer(7, noon - days{6})}));
    CHECK(store.verify().problem == "");
  }
  tamper(file,
         "UPDATE days SET cost = cost + 1 WHERE start = (SELECT max(start)"
         " FROM days)");
  const ledger_store store{file, plain_zone(), ledger_access::reader};
  CHECK_THAT(store.verify().problem, Catch::Contains("sums"));
}

TEST_CASE("pruning goes in steps", "[storage][ledger][prune]") {
  ledger_store store{"", plain_zone()};
  fill(store, 6'000);
  const retention nothing{days{0}, days{5'000}, 1'000'000};
  CHECK(store.prune(nothing, noon + days{1}));
  CHECK(store.status().rows == 1'000);
  CHECK_FALSE(store.prune(nothing, noon + days{1}));
  CHECK(store.status().rows == 0);
  CHECK(store.status().oldest == 0);
  CHECK(store.verify().problem == "");
  fill(store, 2);
  CHECK(store.entries({}).entries[0].number == 6'002);
  CHECK(store.verify().problem == "");
}

TEST_CASE("the oldest rows go when there are too many",
          "[storage][ledger][prune]") {
  ledger_store store{"", plain_zone()};
  fill(store, 100);
  store.prune({days{90}, days{400}, 30}, noon);
  CHECK(store.status().rows == 30);
  CHECK(store.status().oldest == 71);
  CHECK(store.report(all_by({}))[0].attempts == 100);
}

TEST_CASE("a row behind the anchor that was changed is named",
          "[storage][ledger][prune]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  {
    ledger_store store{file, plain_zone()};
    fill(store, 240);
    store.prune(two_days, noon);
  }
  tamper(file, "UPDATE attempts SET cost = 0 WHERE number = 192");
  const ledger_store store{file, plain_zone(), ledger_access::reader};
  CHECK(store.verify().first_bad == 192);
}

TEST_CASE("of what was told of budgets the newest of a kind stays",
          "[storage][ledger][prune]") {
  using kind = domain::budget_event::kind;
  ledger_store store{"", plain_zone()};
  const domain::fired_mark endless{"total", domain::wall_time{},
                                   kind::threshold, 50};
  const domain::fired_mark old{"day", noon - days{9}, kind::threshold, 50};
  const domain::fired_mark fresh{"day", noon, kind::threshold, 50};
  store.commit(numbered_from(1, {endless, old, fresh}));
  store.prune(two_days, noon);
  CHECK(store.fired_since(domain::wall_time{}) == std::vector{endless, fresh});
}

TEST_CASE("compacting gives free space back", "[storage][ledger][prune]") {
  const temporary_folder root;
  ledger_store store{root.path() / "ledger.db", plain_zone()};
  fill(store, 4'000);
  const auto before = store.status().file_bytes;
  store.prune({days{1}, days{1}, 1'000'000}, noon);
  store.compact();
  CHECK(store.status().file_bytes < before / 4);
  CHECK(store.verify().problem == "");
}

} // namespace

} // namespace bellwether::storage
