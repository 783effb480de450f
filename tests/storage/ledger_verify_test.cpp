#include "storage/ledger_file_support.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace bellwether::storage {

namespace {

using integration::temporary_folder;

/// Ten rows, to which somebody did something; what verify() says then.
verification after(const std::string& sql) {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  {
    ledger_store store{file, plain_zone()};
    commit_answers(store, 10);
  }
  tamper(file, sql);
  return ledger_store{file, plain_zone(), ledger_access::reader}.verify();
}

TEST_CASE("rows that nobody touched are proved", "[storage][ledger][verify]") {
  const auto found = after("");
  CHECK(found.rows == 10);
  CHECK_FALSE(found.first_bad);
  CHECK(found.problem == "");
}

TEST_CASE("a row that was changed in any column is named",
          "[storage][ledger][verify]") {
  const std::string change = GENERATE(
      "at = at + 1", "reservation = 9", "request_id = 'req-x'", "attempt = 2",
      "key = team", "team = 1", "route = model", "provider = 1",
      "model = provider", "prompt = prompt + 1", "cached = 0",
      "cache_write = 0", "completion = 51", "reasoning = 8", "cost = cost - 1",
      "dearest = 0", "flags = flags | 8", "flags = flags | 2", "flags = 0",
      "outcome = 1", "outcome = 7", "failure = 'x'", "latency = 0",
      "first_token = NULL", "metadata = ''", "attempt = attempt + (1 << 32)",
      "hash = zeroblob(32)", "hash = x'00'");
  INFO(change);
  const auto found =
      after("UPDATE attempts SET " + change + " WHERE number = 4");
  CHECK(found.first_bad == 4);
  CHECK_FALSE(found.problem.empty());
  CHECK(found.rows == 3);
}

TEST_CASE("a value that is never written is found where it means the same",
          "[storage][ledger][verify]") {
  const std::string change =
      GENERATE("flags = 15", "outcome = 7", "attempt = attempt + 1");
  INFO(change);
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  {
    auto all_set = answer(1);
    all_set.estimated = true;
    all_set.stream = true;
    all_set.attempt = std::numeric_limits<unsigned>::max();
    all_set.outcome = domain::entry_outcome::probe;
    ledger_store{file, plain_zone()}.commit(numbered_from(1, {all_set}));
  }
  tamper(file, "UPDATE attempts SET " + change);
  const ledger_store store{file, plain_zone(), ledger_access::reader};
  CHECK(store.verify().first_bad == 1);
}

TEST_CASE("rows that were taken out, put in or swapped are named",
          "[storage][ledger][verify]") {
  const auto [sql, number] =
      GENERATE(Catch::Generators::table<std::string, std::uint64_t>(
          {{"DELETE FROM attempts WHERE number = 6", 6},
           {"DELETE FROM attempts WHERE number = 1", 1},
           {"DELETE FROM attempts WHERE number = 10", 10},
           {"DELETE FROM attempts", 1},
           {"UPDATE attempts SET number = 0 WHERE number = 3;"
            "UPDATE attempts SET number = 3 WHERE number = 7;"
            "UPDATE attempts SET number = 7 WHERE number = 0",
            3},
           {"INSERT INTO attempts SELECT 11, at, past, reservation, request_id,"
            " attempt, key, team, route, provider, model, prompt, cached,"
            " cache_write, completion, reasoning, cost, dearest, flags,"
            " outcome, failure, latency, first_token, metadata, hash FROM"
            " attempts WHERE number = 10",
            11},
           {"UPDATE attempts SET number = -5 WHERE number = 10",
            static_cast<std::uint64_t>(-5)},
           {"UPDATE names SET text = 'eve' WHERE text = 'ann'", 1}}));
  INFO(sql);
  const auto found = after(sql);
  CHECK(found.first_bad == number);
  CHECK_FALSE(found.problem.empty());
}

TEST_CASE("sums that are not those of the rows are found",
          "[storage][ledger][verify]") {
  const std::string sql = GENERATE(
      "UPDATE hours SET cost = cost - 1", "DELETE FROM hours",
      "UPDATE hours SET first_number = 0",
      "UPDATE hours SET requests"
      " = 11",
      "UPDATE hours SET start = start + 3600000", "UPDATE hours SET key = team",
      "INSERT INTO days SELECT * FROM hours",
      "UPDATE attempts SET past = past - 1000 WHERE number = 2");
  INFO(sql);
  const auto found = after(sql);
  CHECK(found.rows == 10);
  CHECK(found.first_bad.has_value());
  CHECK_THAT(found.problem, Catch::Contains("sums"));
}

TEST_CASE("a reader proves the file while its owner writes",
          "[storage][ledger][verify]") {
  const temporary_folder root;
  const auto file = root.path() / "ledger.db";
  ledger_store owner{file, plain_zone()};
  const ledger_store reader{file, plain_zone(), ledger_access::reader};
  for (int i = 1; i < 4; ++i) {
    commit_answers(owner, 5);
    owner.commit(numbered_from(owner.committed() + 1,
                               {answer(1, noon, "new " + std::to_string(i))}));
    const auto found = reader.verify();
    CHECK(found.problem == "");
    CHECK(found.rows == std::uint64_t(6 * i));
    CHECK(found.newest_hash == owner.status().newest_hash);
    CHECK(all_entries(reader) == all_entries(owner));
    CHECK(reader.report(all_by({dimension::model}))
          == owner.report(all_by({dimension::model})));
  }
}

} // namespace

} // namespace bellwether::storage
