// Money while clocks do what clocks do: what a daemon that lives through it
// says, and one that starts at that moment from the ledger.
#include "actors/cost_restore.hpp"
#include "actors/support.hpp"
#include "domain/clock_zone.hpp"

#include <catch2/catch.hpp>

#include <array>

namespace bellwether::actors::test {

namespace {

using domain::money;
using domain::period_kind;

const std::shared_ptr<const domain::time_zone> zone =
    std::make_shared<const domain::clock_zone>(domain::berlin());
const std::array periods{period_kind::month, period_kind::week,
                         period_kind::day, period_kind::hour};

/// One budget for each period, of $100, and one of the last 24 hours.
std::vector<domain::budget> rules() {
  std::vector<domain::budget> out;
  const auto add = [&](domain::period p) {
    auto& rule = out.emplace_back();
    rule.name = domain::to_string(p);
    rule.limit = money::usd(100);
    rule.period = p;
  };
  for (const auto kind : periods)
    add({kind, {}});
  add({period_kind::rolling, std::chrono::hours{24}});
  return out;
}

/// Dollars by period: month, week, day and hour.
using dollars = std::array<double, 4>;

dollars spent_in(till& of, domain::wall_time now) {
  const auto reports = of.report(now);
  dollars out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out.at(i) = reports.at(i).spent.usd();
  return out;
}

money rolling_in(till& of, domain::wall_time now) {
  return of.report(now).back().spent;
}

class clocked {
public:
  /// An attempt that cost so much ends then.
  void spend(const std::string& at, double usd) {
    const auto now = domain::moment(at);
    domain::ledger_entry entry;
    entry.at = now;
    entry.request_id = "r";
    entry.who = {"key", "team", "all", "one", "one"};
    entry.cost = money::usd(usd);
    book_.writer()->settle(entry);
    till_->spend(entry.who, entry.cost, now);
  }

  /// What has been spent then, also if the daemon starts at that moment.
  void check(const std::string& at, const dollars& expected) {
    CAPTURE(at);
    const auto now = domain::moment(at);
    while (book_.drain())
      continue;
    CHECK(spent_in(*till_, now) == expected);
    const auto fresh = restored(now);
    CHECK(spent_in(*fresh, now) == expected);
    CHECK(rolling_in(*fresh, now) >= rolling_in(*till_, now));
    // What is left is what there is to spend, and not a nano-dollar more.
    const domain::spender who{"key", "team", "all", "one", "one"};
    fresh->spend(who, money::usd(1), now);
    CHECK(spent_in(*fresh, now)[0] == expected[0] + 1);
  }

private:
  std::shared_ptr<till> restored(domain::wall_time now) {
    return restore_till(rules(), zone, catalog_of({"one"}), book_.store(), now);
  }

  storage::ledger book_{"", zone, {}, domain::moment("2026-01-01T00:00:00Z")};
  std::shared_ptr<till> till_ =
      restored(domain::moment("2026-01-01T00:00:00Z"));
};

} // namespace

TEST_CASE("a restart over a month's end finds the new month and the old week",
          "[actors][cost][clock]") {
  clocked at;
  at.spend("2026-11-30T22:10:00Z", 1);
  at.spend("2026-11-30T22:59:59.999Z", 2);
  at.check("2026-11-30T22:59:59.999Z", {3, 3, 3, 3});
  at.check("2026-11-30T23:00:00Z", {0, 3, 0, 0});
  at.spend("2026-11-30T23:00:00Z", 4);
  at.check("2026-11-30T23:30:00Z", {4, 7, 4, 4});
  at.check("2026-12-05T12:00:00Z", {4, 7, 0, 0});
}

TEST_CASE("a restart in the hour that comes twice finds both as one",
          "[actors][cost][clock]") {
  clocked at;
  at.spend("2026-10-24T21:59:59Z", 8);
  at.spend("2026-10-25T00:10:00Z", 1);
  at.check("2026-10-25T00:50:00Z", {9, 9, 1, 1});
  at.spend("2026-10-25T01:10:00Z", 2);
  at.check("2026-10-25T01:59:59.999Z", {11, 11, 3, 3});
  at.check("2026-10-25T02:00:00Z", {11, 11, 3, 0});
  at.check("2026-10-25T22:59:59.999Z", {11, 11, 3, 0});
  at.check("2026-10-25T23:00:00Z", {11, 0, 0, 0});
}

TEST_CASE("a restart behind the hour that is left out finds a new one",
          "[actors][cost][clock]") {
  clocked at;
  at.spend("2026-03-29T00:59:59.999Z", 1);
  at.check("2026-03-29T00:59:59.999Z", {1, 1, 1, 1});
  at.check("2026-03-29T01:00:00Z", {1, 1, 1, 0});
  at.spend("2026-03-29T01:00:00Z", 2);
  at.check("2026-03-29T01:30:00Z", {3, 3, 3, 2});
  at.check("2026-03-29T22:00:00Z", {3, 0, 0, 0});
}

TEST_CASE("a clock that goes back by an hour finds that hour as it was",
          "[actors][cost][clock]") {
  clocked at;
  at.spend("2026-11-24T12:50:00Z", 1);
  at.spend("2026-11-24T13:10:00Z", 2);
  at.check("2026-11-24T13:10:00Z", {3, 3, 3, 2});
  at.check("2026-11-24T12:10:00Z", {3, 3, 3, 1});
  at.spend("2026-11-24T12:10:00Z", 4);
  at.check("2026-11-24T12:20:00Z", {7, 7, 7, 5});
  at.check("2026-11-24T13:20:00Z", {7, 7, 7, 2});
}

TEST_CASE("a clock that goes back over a month's end finds the old month",
          "[actors][cost][clock]") {
  clocked at;
  at.spend("2026-11-30T22:30:00Z", 1);
  at.spend("2026-11-30T23:20:00Z", 2);
  at.check("2026-11-30T23:20:00Z", {2, 3, 2, 2});
  at.check("2026-11-30T22:20:00Z", {1, 3, 1, 1});
  at.spend("2026-11-30T22:20:00Z", 4);
  at.check("2026-11-30T22:40:00Z", {5, 7, 5, 5});
  at.check("2026-11-30T23:40:00Z", {2, 7, 2, 2});
}

} // namespace bellwether::actors::test
