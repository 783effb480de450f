#include "actors/cost_stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

using domain::money;
using domain::when_exceeded;

TEST_CASE("a threshold is told to people and to the ledger, once",
          "[actors][cost]") {
  cost_stage at{{rule(10, when_exceeded::alert)}};
  at.spend(5.5);
  at.spend(0.5);
  const auto told = at.told();
  REQUIRE(told.size() == 1);
  CHECK(told[0].kind == "budget_threshold");
  CHECK_THAT(told[0].cause, Catch::Contains("55.0 %"));
  CHECK(at.written() == 1);
}

TEST_CASE("what happened while there was no cost actor is told by the next",
          "[actors][cost]") {
  cost_stage at{{rule(10, when_exceeded::alert)}};
  at.stop();
  at.spend(5.5);
  CHECK(at.told().empty());
  at.start();
  CHECK(at.told().size() == 1);
}

TEST_CASE("another limit holds from then on", "[actors][cost]") {
  cost_stage at{{rule(0.5)}};
  CHECK_FALSE(at.may_spend());
  CHECK(at.change({"test", money::usd(5)}).empty());
  CHECK(at.may_spend());
  CHECK_FALSE(at.change({"none", money::usd(5)}).empty());
  CHECK_FALSE(at.change({"test", money::nanos(-1)}).empty());
  at.tell_cost(keys_of({}));
  CHECK(at.standing().rule.limit == money::usd(5));
}

TEST_CASE("keys bring their budgets, those that were revoked do not",
          "[actors][cost]") {
  cost_stage at{{}};
  auto key = key_with(0.5);
  at.tell_cost(keys_of({key}));
  CHECK_FALSE(at.may_spend());
  key.revoked = domain::wall_time{};
  at.tell_cost(keys_of({key}));
  CHECK(at.may_spend());
}

TEST_CASE("a probe's cost counts in the budgets of its provider and model",
          "[actors][cost]") {
  auto mine = rule(10);
  mine.scope.models = {"dear"};
  mine.scope.providers = {"one"};
  cost_stage at{{mine}};
  at.tell_cost(domain::finished_probe{0, true, money::usd(0.125), {}});
  at.tell_cost(domain::finished_probe{1, true, money::usd(1), {}});
  CHECK(at.standing().spent == money::usd(0.125));
}

TEST_CASE("the cost actor adds up calls, and a snapshot stays as it was",
          "[actors][cost]") {
  cost_stage at{{}};
  domain::finished_call call;
  call.model = "one";
  call.status = 200;
  call.cost = money::usd(0.5);
  at.tell_cost(call);
  const auto first = at.ask<tally_snapshot>(tally_request{});
  at.tell_cost(call);
  const auto second = at.ask<tally_snapshot>(tally_request{});
  CHECK(first->models.at("one").total_requests() == 1);
  CHECK(second->models.at("one").total_requests() == 2);
  CHECK(second->models.at("one").cost.usd() == Approx(1.0));
}

} // namespace bellwether::actors::test
