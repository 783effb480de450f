#include "actors/cost_restore.hpp"

#include "actors/support.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::money;

const std::shared_ptr<const domain::time_zone> utc{
    std::shared_ptr<const void>{}, &domain::utc()};
const domain::wall_time noon =
    std::chrono::sys_days{std::chrono::year{2026} / std::chrono::November / 22}
    + 12h;

domain::ledger_entry entry_at(domain::wall_time at, double dollars) {
  domain::ledger_entry out;
  out.at = at;
  out.request_id = "r";
  out.who = {"key", "team", "all", "one", "one"};
  out.used.completion = 7;
  out.cost = money::usd(dollars);
  return out;
}

money spent(const domain::period& p) {
  storage::ledger book{"", utc, {}, noon};
  const auto writer = book.writer();
  writer->settle(entry_at(noon - 24h * 40, 8));
  writer->settle(entry_at(noon - 20h, 4));
  writer->settle(entry_at(noon - 2h, 2));
  writer->settle(entry_at(noon - 1min, 1));
  while (book.drain())
    continue;
  domain::budget rule;
  rule.name = "test";
  rule.limit = money::usd(100);
  rule.period = p;
  const auto got =
      restore_till({rule}, utc, catalog_of({"one"}), book.store(), noon);
  return got->report(noon).at(0).spent;
}

} // namespace

TEST_CASE("a budget begins with what its period has cost until now",
          "[actors][cost][restore]") {
  using domain::period_kind;
  CHECK(spent({period_kind::month, {}}) == money::usd(7));
  CHECK(spent({period_kind::day, {}}) == money::usd(3));
  CHECK(spent({period_kind::none, {}}) == money::usd(15));
  CHECK(spent({period_kind::rolling, 24h}) == money::usd(7));
  CHECK(spent({period_kind::rolling, 10min}) == money::usd(1));
}

TEST_CASE("the length of answers is known again after a restart",
          "[actors][cost][restore]") {
  storage::ledger book{"", utc, {}, noon};
  for (std::size_t i = 0; i < domain::output_lengths::least_samples; ++i)
    book.writer()->settle(entry_at(noon, 0));
  while (book.drain())
    continue;
  const auto got =
      restore_till({}, utc, catalog_of({"one"}), book.store(), noon);
  domain::request_facts facts;
  facts.model = "all";
  const auto answer = got->reserve({}, facts, 0, noon);
  CHECK(std::get<reservation>(answer).expected().completion == 7);
}

} // namespace bellwether::actors::test
