#include "storage/ledger.hpp"
#include "storage/ledger_file_support.hpp"

#include <catch2/catch.hpp>

#include <fstream>

namespace bellwether::storage {

namespace {

using Catch::Contains;
using integration::temporary_folder;

// A file that refuses one answer, in the middle of a batch.
constexpr const char* refuse =
    "CREATE TRIGGER refuse BEFORE INSERT ON attempts WHEN"
    " new.request_id = 'req-13' BEGIN SELECT RAISE(ABORT, 'no more'); END";
constexpr const char* take_again = "DROP TRIGGER refuse";

TEST_CASE("a file of a newer version is refused", "[storage][ledger]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  { const ledger_store store{file, plain_zone()}; }
  tamper(file, "PRAGMA user_version = 99");
  for (const auto access : {ledger_access::owner, ledger_access::reader})
    CHECK_THROWS_WITH((ledger_store{file, plain_zone(), access}),
                      Contains(file.string()) && Contains("newer version"));
}

TEST_CASE("a file that is no ledger is refused, and not touched",
          "[storage][ledger]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  SECTION("no database") {
    std::ofstream{file} << std::string(5'000, 'x');
    CHECK_THROWS_WITH((ledger_store{file, plain_zone()}),
                      Contains(file.string()) && Contains("no ledger"));
  }
  SECTION("another program's") {
    SQLite::Database{file.string(),
                     SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}
        .exec("CREATE TABLE meta(a)");
    CHECK_THROWS_WITH((ledger_store{file, plain_zone()}),
                      Contains("another program"));
  }
}

TEST_CASE("a reader makes no file and changes none", "[storage][ledger]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  CHECK_THROWS_WITH((ledger_store{file, plain_zone(), ledger_access::reader}),
                    Contains("is not there"));
  CHECK_FALSE(std::filesystem::exists(file));
  { const ledger_store store{file, plain_zone()}; }
  ledger_store reader{file, plain_zone(), ledger_access::reader};
  CHECK_THROWS_WITH(commit_answers(reader, 1), Contains("reading only"));
  CHECK_THROWS_WITH(reader.compact(), Contains("reading only"));
}

TEST_CASE("a batch that fails leaves nothing behind", "[storage][ledger]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  ledger_store store{file, plain_zone()};
  commit_answers(store, 2);
  store.commit(numbered_from(3, {promise(10)}));
  auto settles = answer(11, noon, "never seen");
  settles.reservation = 3;
  const auto sixth = answer(12, noon, "nor this");
  const numbered_from batch{4, {settles, promise(20), sixth, answer(13)}};
  const auto before = store.status();
  tamper(file, refuse);

  CHECK_THROWS_WITH(store.commit(batch),
                    Contains(file.string()) && Contains("no more"));

  CHECK(store.committed() == 3);
  CHECK(store.status().newest_hash == before.newest_hash);
  CHECK(store.status().open_reservations == 1);
  CHECK(all_entries(store).size() == 2);
  tamper(file, take_again);
  // Other names first: they get the numbers that the batch had taken.
  const numbered_from others{4, {sixth, promise(20), settles, answer(13)}};
  store.commit(others);
  CHECK(store.open_reservations().size() == 1);
  CHECK(store.verify().problem.empty());
  CHECK(all_entries(store).size() == 5);
  CHECK(all_entries(store)[2].who.model == "nor this");
}

TEST_CASE("records that nobody can read are counted and left out",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  const auto promised = encode(promise(10));
  const auto half = std::string_view{promised}.substr(0, promised.size() / 2);
  auto settles = answer(7);
  settles.reservation = 3;
  const auto entry = encode(settles);
  const std::vector<journal::record> records{
      {1, "?"},
      {2, half},
      {3, half},
      {4, entry},
      {5, std::string_view{entry}.substr(0, 9)}};

  // What the third was is known from its entry.
  CHECK(store.commit(records) == 3);
  CHECK(store.committed() == 5);
  CHECK(all_entries(store) == std::vector{settles});
  CHECK(store.open_reservations().empty());
  CHECK(store.status().open_reservations == 0);
  CHECK(store.verify().problem.empty());
  CHECK(store.commit(records) == 0);
}

TEST_CASE("trouble with the file is told, and nothing is lost",
          "[storage][ledger]") {
  const temporary_folder root;
  const auto file = root.path() / ledger_file;
  ledger book{root.path(), plain_zone(), {}, noon};
  const auto writer = book.writer();
  REQUIRE(writer->settle(answer(1)));
  CHECK_FALSE(book.drain());
  tamper(file, refuse);
  REQUIRE(writer->settle(answer(13)));

  CHECK_FALSE(book.drain());
  CHECK(writer->failing());
  CHECK(book.status().failing);
  CHECK_THAT(book.status().problem, Contains("no more"));
  CHECK(book.status().pending == 1);
  CHECK(book.status().rows == 1);

  tamper(file, take_again);
  CHECK_FALSE(book.drain());
  CHECK_FALSE(writer->failing());
  CHECK_FALSE(book.status().failing);
  CHECK(book.status().problem.empty());
  CHECK(book.status().pending == 0);
  CHECK(all_entries(book.store()) == std::vector{answer(1), answer(13)});
}

} // namespace

} // namespace bellwether::storage
