#include "storage/ledger_file_support.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace bellwether::storage {

namespace {

using domain::entry_outcome;
using domain::money;
using std::chrono::days;
using std::chrono::hours;

std::vector<std::vector<std::string>> names_of(
    const std::vector<report_row>& rows) {
  std::vector<std::vector<std::string>> out;
  for (const auto& row : rows)
    out.push_back(row.names);
  return out;
}

using names = std::vector<std::vector<std::string>>;

domain::ledger_entry ended(entry_outcome how, std::int64_t nanos,
                           bool estimated = false) {
  auto out = answer(nanos);
  out.outcome = how;
  out.estimated = estimated;
  return out;
}

TEST_CASE("every outcome counts where it belongs", "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  store.commit(numbered_from(
      1,
      {ended(entry_outcome::answered, 1),
       ended(entry_outcome::answered, 2, true), ended(entry_outcome::failed, 4),
       ended(entry_outcome::broken, 8, true),
       ended(entry_outcome::cancelled, 16), ended(entry_outcome::lost, 32),
       ended(entry_outcome::interrupted, 64, true),
       ended(entry_outcome::probe, 128)}));

  const auto rows = store.report(all_by({}));
  REQUIRE(rows.size() == 1);
  report_row expected;
  expected.requests = 2;
  expected.attempts = 7;
  expected.failures = 2;
  expected.tokens = {700, 140, 21, 350, 49};
  expected.cost = money::nanos(127);
  expected.estimated = money::nanos(74);
  expected.wasted = money::nanos(124);
  expected.dearest = money::nanos(30);
  expected.probes = money::nanos(128);
  CHECK(rows[0] == expected);
}

TEST_CASE("a report of nothing is one row of zeros", "[storage][ledger]") {
  const ledger_store store{"", plain_zone()};
  CHECK(store.report(all_by({})) == std::vector<report_row>(1));
  CHECK(store.report(all_by({dimension::model})).empty());
}

TEST_CASE("times come in their order, and the dearest first",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  store.commit(numbered_from(
      1, {answer(5, noon, "cheap"), answer(9, noon), answer(7, noon - days{30}),
          answer(8, noon + hours{1})}));
  CHECK(names_of(store.report(all_by({dimension::day, dimension::model})))
        == names{{"2026-10-23", "gpt-4o"},
                 {"2026-11-22", "gpt-4o"},
                 {"2026-11-22", "cheap"}});
  CHECK(names_of(store.report(all_by({dimension::model, dimension::month})))
        == names{{"gpt-4o", "2026-10"},
                 {"gpt-4o", "2026-11"},
                 {"cheap", "2026-11"}});
  CHECK(names_of(store.report(all_by({dimension::hour})))
        == names{{"2026-10-23T12:00+00:00"},
                 {"2026-11-22T12:00+00:00"},
                 {"2026-11-22T13:00+00:00"}});
  CHECK(names_of(store.report(all_by({dimension::key, dimension::team,
                                      dimension::route, dimension::provider})))
        == names{{"ann", "web", "auto", "openai"}});
}

TEST_CASE("a report has the span and the scope that it was asked for",
          "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  store.commit(numbered_from(
      1, {answer(1, noon - std::chrono::milliseconds{1}), answer(2),
          answer(4, noon + hours{1} - std::chrono::milliseconds{1}, "o1"),
          answer(8, noon + hours{1})}));
  report_query q{noon, noon + hours{1}, {}, {}};
  CHECK(store.report(q)[0].cost == money::nanos(6));
  q.only.models = {"o1"};
  CHECK(store.report(q)[0].cost == money::nanos(4));
  q.only.models = {"o1", "gpt-4o"};
  q.only.keys = {"nobody"};
  CHECK(store.report(q)[0].cost == money{});
}

TEST_CASE("a day on which clocks change has 23 or 25 hours",
          "[storage][ledger]") {
  ledger_store store{"", std::make_shared<summer_zone>()};
  const auto [date, start, count] =
      GENERATE(Catch::Generators::table<std::string, int, std::size_t>(
          {{"2026-03-29", 87, 23}, {"2026-10-25", 297, 25}}));
  const domain::wall_time from =
      std::chrono::sys_days{std::chrono::year{2026} / 1 / 1} + days{start}
      - (count == 23 ? hours{1} : hours{2});
  std::vector<ledger_record> records;
  for (int i = -1; i <= static_cast<int>(count); ++i)
    records.emplace_back(answer(1, from + hours{i}));
  store.commit(numbered_from(1, records));

  const auto by_day = store.report(all_by({dimension::day}));
  REQUIRE(by_day.size() == 3);
  CHECK(by_day[1].names == std::vector{date});
  CHECK(by_day[1].attempts == count);
  CHECK(store.report(all_by({dimension::hour})).size() == count + 2);
  CHECK(store.hourly({}, {from, from + hours{count}}).size() == count);
}

TEST_CASE("what an hour cost is told for budgets", "[storage][ledger]") {
  ledger_store store{"", plain_zone()};
  store.commit(numbered_from(
      1,
      {answer(1), answer(2, noon + hours{2}, "o1"), answer(4, noon + hours{2}),
       answer(8, noon + hours{3}), ended(entry_outcome::probe, 16)}));
  using sums = std::vector<std::pair<domain::wall_time, money>>;
  CHECK(store.hourly({}, {noon, noon + hours{3}})
        == sums{{noon, money::nanos(17)}, {noon + hours{2}, money::nanos(6)}});
  domain::budget_scope only;
  only.models = {"o1"};
  CHECK(store.hourly(only, {noon, noon + hours{9}})
        == sums{{noon + hours{2}, money::nanos(2)}});
}

TEST_CASE("sums that outgrow 64 bits stay at the largest",
          "[storage][ledger]") {
  constexpr auto most = std::numeric_limits<std::int64_t>::max();
  ledger_store store{"", plain_zone()};
  auto dear = answer(1);
  dear.cost = money::nanos(most - 5);
  for (std::uint64_t number = 1; number < 4; ++number)
    store.commit(numbered_from(number, {dear}));
  CHECK(store.report(all_by({}))[0].cost == money::nanos(most));
}

TEST_CASE("dimensions have names", "[storage][ledger]") {
  for (const auto d : {dimension::day, dimension::hour, dimension::month,
                       dimension::key, dimension::team, dimension::route,
                       dimension::provider, dimension::model})
    CHECK(parse_dimension(to_string(d)) == d);
  CHECK_FALSE(parse_dimension("colour"));
}

} // namespace

} // namespace bellwether::storage
