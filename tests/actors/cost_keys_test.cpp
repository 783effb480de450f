// What budgets that keys are given at run time begin with.
#include "actors/cost_stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

using domain::money;
using namespace std::chrono_literals;

TEST_CASE("a budget that a key is given counts what its period has cost",
          "[actors][cost][keys]") {
  using domain::period_kind;
  cost_stage at{{}};
  at.open_ledger();
  // It is November 22nd, midnight.
  at.spent_before("key", 16, 24h * 40);
  at.spent_before("key", 8, 24h * 10);
  at.spent_before("key", 4, 20h);
  at.spent_before("key", 2, 0h);
  at.spent_before("another", 100, 20h);
  const auto [period, spent] = GENERATE(table<domain::period, double>(
      {{domain::period{period_kind::month, {}}, 14.0},
       {domain::period{period_kind::day, {}}, 2.0},
       {domain::period{period_kind::none, {}}, 30.0},
       {domain::period{period_kind::rolling, 24h}, 6.0}}));
  at.tell_cost(keys_of({key_with(spent + 0.5, period)}));
  CHECK(at.standing().spent == money::usd(spent));
  CHECK_FALSE(at.may_spend());
  // It is counted once, whatever becomes of the key's other limits.
  auto again = key_with(spent + 0.5, period);
  again.requests_per_minute = 7;
  at.tell_cost(keys_of({again}));
  CHECK(at.standing().spent == money::usd(spent));
  CHECK(at.change({"key key", money::usd(spent + 2)}).empty());
  CHECK(at.standing().spent == money::usd(spent));
  CHECK(at.may_spend());
}

TEST_CASE("a key's budget of another period counts what that one has cost",
          "[actors][cost][keys]") {
  cost_stage at{{}};
  at.open_ledger();
  at.spent_before("key", 8, 24h * 10);
  at.spent_before("key", 2, 0h);
  at.tell_cost(keys_of({key_with(50)}));
  CHECK(at.standing().spent == money::usd(10));
  at.tell_cost(keys_of({key_with(50, {domain::period_kind::day, {}})}));
  CHECK(at.standing().spent == money::usd(2));
  at.tell_cost(keys_of({key_with(50)}));
  CHECK(at.standing().spent == money::usd(10));
}

TEST_CASE("of several questions about a budget the last answer counts",
          "[actors][cost][keys]") {
  cost_stage at{{}};
  at.open_ledger();
  at.spent_before("key", 8, 24h * 10);
  at.spent_before("key", 2, 0h);
  caf::anon_send(at.subject(), keys_of({key_with(50)}));
  caf::anon_send(at.subject(),
                 keys_of({key_with(50, {domain::period_kind::day, {}})}));
  at.run();
  CHECK(at.standing().spent == money::usd(2));
}

TEST_CASE("each key's budget counts what that key spent",
          "[actors][cost][keys]") {
  cost_stage at{{}};
  at.open_ledger();
  at.spent_before("key", 2, 1h);
  at.spent_before("another", 4, 1h);
  auto another = key_with(50);
  another.name = "another";
  another.hash = std::string(64, 'b');
  at.tell_cost(keys_of({key_with(50), another}));
  CHECK(at.standing(0).spent == money::usd(2));
  CHECK(at.standing(1).spent == money::usd(4));
}

TEST_CASE("a key's budget that comes and goes counts its past once",
          "[actors][cost][keys]") {
  cost_stage at{{}};
  at.open_ledger();
  at.spent_before("key", 2, 1h);
  caf::anon_send(at.subject(), keys_of({key_with(50)}));
  caf::anon_send(at.subject(), keys_of({}));
  caf::anon_send(at.subject(), keys_of({key_with(50)}));
  at.run();
  CHECK(at.standing().spent == money::usd(2));
}

TEST_CASE("without a ledger a key's budget begins at nothing, and holds",
          "[actors][cost][keys]") {
  cost_stage at{{}};
  at.tell_cost(keys_of({key_with(0.5)}));
  CHECK(at.standing().spent == money{});
  CHECK_FALSE(at.may_spend());
}

} // namespace bellwether::actors::test
