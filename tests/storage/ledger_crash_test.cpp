#include "domain/any.hpp"
#include "storage/any_record.hpp"
#include "storage/ledger.hpp"
#include "storage/ledger_file_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <rapidcheck/catch.h>

namespace bellwether::storage {

namespace {

using domain::any_of;
using integration::temporary_folder;

domain::ledger_entry some_entry(std::uint64_t reservation) {
  auto out = answer(any_of<std::int64_t>(0, 1'000'000),
                    noon + std::chrono::minutes{any_of(-300, 300)},
                    "model " + std::to_string(any_of(0, 4)));
  out.reservation = reservation;
  out.request_id = any_text();
  out.metadata = any_text();
  out.failure = any_text(5);
  out.who.key = any_text(1);
  out.outcome = static_cast<domain::entry_outcome>(any_of(0, 7));
  out.estimated = any_of(0, 2) == 1;
  out.priced = any_of(0, 2) == 1;
  out.used.completion = any_of<std::int64_t>(0, 5'000);
  if (any_of(0, 2) == 1)
    out.first_token.reset();
  return out;
}

/// Reservations, entries of them or of nothing, and marks; to be numbered from
/// 1 on.
std::vector<ledger_record> some_records() {
  std::vector<ledger_record> out;
  std::vector<std::uint64_t> open;
  const auto count = any_of<std::uint64_t>(1, 60);
  for (std::uint64_t number = 1; number <= count; ++number) {
    const int what = any_of(0, 10);
    if (what < 4) {
      out.emplace_back(promise(any_of(0, 1'000)));
      open.push_back(number);
    } else if (what < 9 && !open.empty()) {
      const auto which = open.begin() + any_of<long>(0, long(open.size()));
      out.emplace_back(some_entry(*which));
      open.erase(which);
    } else if (what == 9) {
      out.emplace_back(domain::fired_mark{
          "b", noon, domain::budget_event::kind::threshold, any_of(0, 3)});
    } else {
      out.emplace_back(some_entry(0));
    }
  }
  return out;
}

std::vector<dimension> finely() {
  return {dimension::hour,  dimension::key,      dimension::team,
          dimension::route, dimension::provider, dimension::model};
}

/// All of what there is to know.
void require_same(const ledger_store& one, const ledger_store& other) {
  RC_ASSERT(all_entries(one) == all_entries(other));
  RC_ASSERT(one.status().newest_hash == other.status().newest_hash);
  RC_ASSERT(one.committed() == other.committed());
  RC_ASSERT(one.open_reservations() == other.open_reservations());
  RC_ASSERT(one.report(all_by(finely())) == other.report(all_by(finely())));
  RC_ASSERT(one.fired_since(noon) == other.fired_since(noon));
  RC_ASSERT(one.verify().problem == "");
}

TEST_CASE("deaths between batches change nothing", "[storage][ledger]") {
  rc::prop("the same rows and sums as in one pass", [] {
    const temporary_folder root;
    const auto file = root.path() / "ledger.db";
    const numbered_from records{1, some_records()};
    ledger_store whole{"", plain_zone()};
    whole.commit(records);
    const std::span all{records};

    auto store = std::make_unique<ledger_store>(file, plain_zone());
    // Where the reader of the journal is: after a death it begins earlier.
    std::size_t at = 0;
    while (at < all.size()) {
      const auto size = std::min(any_of<std::size_t>(1, 12), all.size() - at);
      store->commit(all.subspan(at, size));
      at += size;
      if (any_of(0, 4) == 0) {
        store.reset();
        store = std::make_unique<ledger_store>(file, plain_zone());
        at -= any_of<std::size_t>(0, at + 1);
      }
    }
    require_same(*store, whole);
  });
}

TEST_CASE("sums are those of a plain loop", "[storage][ledger]") {
  rc::prop("cost by model", [] {
    ledger_store store{"", std::make_shared<summer_zone>()};
    store.commit(numbered_from{1, some_records()});
    std::map<std::string, std::int64_t> expected;
    for (const auto& one : all_entries(store))
      expected[one.who.model] +=
          one.outcome == domain::entry_outcome::probe ? 0 : one.cost.nanos();
    std::map<std::string, std::int64_t> found;
    for (const auto& row : store.report(all_by({dimension::model})))
      found[row.names[0]] = row.cost.nanos();
    RC_ASSERT(found == expected);
  });
}

TEST_CASE("any entry is read as it was written", "[storage][ledger]") {
  rc::prop("with whatever texts and numbers", [] {
    ledger_store store{"", plain_zone()};
    auto entry = some_entry(static_cast<std::uint64_t>(any_number()));
    entry.who = any_spender();
    entry.used = any_usage();
    entry.cost = domain::money::nanos(any_number());
    entry.dearest = domain::money::nanos(any_number());
    entry.attempt = static_cast<unsigned>(any_number());
    entry.latency = std::chrono::microseconds{any_number()};
    store.commit(numbered_from(1, {entry}));
    RC_ASSERT(all_entries(store) == std::vector{entry});
    entries_query q;
    q.request_id = entry.request_id;
    RC_ASSERT(store.entries(q).entries.size() == 1);
    RC_ASSERT(store.verify().problem == "");
  });
}

TEST_CASE("a restart takes over what the journal has", "[storage][ledger]") {
  const temporary_folder root;
  {
    ledger book{root.path(), plain_zone(), {}, noon};
    const auto writer = book.writer();
    auto settled = answer(1);
    settled.reservation = writer->reserve(promise(5));
    REQUIRE(writer->settle(settled));
    book.drain();
    REQUIRE(writer->reserve(promise(7)) != 0);
    REQUIRE(writer->settle(answer(2)));
    CHECK(book.status().pending == 2);
  }
  for (int starts = 0; starts < 2; ++starts) {
    ledger book{root.path(), plain_zone(), {}, noon};
    CHECK(book.interrupted() == (starts == 0 ? 1 : 0));
    CHECK(book.status().rows == 3);
    CHECK(book.status().pending == 0);
    CHECK(book.status().lost == 0);
    CHECK(book.store().report(all_by({}))[0].cost == domain::money::nanos(10));
    CHECK(book.store().verify().problem == "");
  }
}

TEST_CASE("a ledger without a folder is one in memory", "[storage][ledger]") {
  ledger book{"", plain_zone(), {}, noon};
  REQUIRE(book.writer()->settle(answer(1)));
  CHECK_FALSE(book.drain());
  CHECK(book.status().rows == 1);
  CHECK_FALSE(book.prune(noon + std::chrono::days{91}));
  CHECK(book.status().rows == 0);
}

} // namespace

} // namespace bellwether::storage
