#include "actors/cost_stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

TEST_CASE("budgets and reservations outlive the cost actor",
          "[actors][cost][budget]") {
  cost_stage at{{rule(10, when_exceeded::refuse)}};
  auto got = at.ask("dear").take<attempt>();
  at.start();
  CHECK(at.standing().reserved == money::usd(1));
  at.settle(got, 0.5);
  CHECK(at.standing().reserved == money{});
  CHECK(at.standing().spent == money::usd(0.5));
}

TEST_CASE("a month's end brings a whole budget, and counts what ends in it",
          "[actors][cost][budget]") {
  using namespace std::chrono;
  cost_stage at{{rule(1.5, when_exceeded::refuse)}};
  auto first = at.ask("dear").take<attempt>();
  at.settle(first, 1);
  CHECK(at.ask("dear").holds<domain::budget_refusal>());
  *at.money().now = sys_days{year{2026} / December / 1};
  auto next = at.ask("dear").take<attempt>();
  CHECK(at.standing().spent == money{});
  at.settle(next, 0.75);
  CHECK(at.standing().spent == money::usd(0.75));
}

TEST_CASE("another limit holds from then on", "[actors][cost][budget]") {
  cost_stage at{{rule(0.5, when_exceeded::refuse)}};
  CHECK(at.ask("dear").holds<domain::budget_refusal>());
  CHECK(at.change({"test", money::usd(5)}).empty());
  CHECK(at.ask("dear").holds<attempt>());
  CHECK_FALSE(at.change({"none", money::usd(5)}).empty());
  CHECK_FALSE(at.change({"test", money::nanos(-1)}).empty());
  at.tell_cost(keys_changed{
      std::make_shared<const key_ring>(std::vector<domain::caller_key>{})});
  CHECK(at.standing().rule.limit == money::usd(5));
}

TEST_CASE("keys bring their budgets, those that were revoked do not",
          "[actors][cost][budget]") {
  cost_stage at{{}};
  domain::caller_key key;
  key.name = std::string{domain::anonymous_key};
  key.hash = std::string(64, 'a');
  key.budget = domain::key_budget{money::usd(0.5), {}};
  const auto publish = [&] {
    at.tell_cost(keys_changed{std::make_shared<const key_ring>(
        std::vector<domain::caller_key>{key})});
  };
  publish();
  CHECK(at.ask("dear").holds<domain::budget_refusal>());
  key.revoked = *at.money().now;
  publish();
  CHECK(at.ask("dear").holds<attempt>());
}

TEST_CASE("a threshold is told to people and to the ledger, once",
          "[actors][cost][budget]") {
  cost_stage at{{rule(10, when_exceeded::alert)}};
  for (int i = 0; i < 2; ++i) {
    auto got = at.ask("dear").take<attempt>();
    at.settle(got, i == 0 ? 5.5 : 0.5);
  }
  const auto told = at.events().after(0);
  REQUIRE(told.size() == 1);
  CHECK(told[0].kind == "budget_threshold");
  CHECK(at.money().journal->last() == 1);
}

TEST_CASE("a probe's cost counts in the budgets of its provider and model",
          "[actors][cost][budget]") {
  auto mine = rule(10, when_exceeded::refuse, {"dear"});
  mine.scope.providers = {"dear"};
  cost_stage at{{mine}};
  at.money().config.probe_models = {"dear", ""};
  at.start();
  at.tell_cost(domain::finished_probe{0, true, money::usd(0.125), {}});
  at.tell_cost(domain::finished_probe{1, true, money::usd(1), {}});
  CHECK(at.standing().spent == money::usd(0.125));
}

TEST_CASE("counted answers teach lengths and the estimator, others do not",
          "[actors][cost]") {
  cost_stage at{{}};
  for (std::size_t i = 0; i < domain::output_lengths::least_samples; ++i) {
    auto got = at.ask("dear").take<attempt>();
    at.settle(got, 0);
  }
  auto guessed = at.ask("dear").take<attempt>();
  CHECK(guessed.paid.expected().completion == 10);
  guessed.paid.settle(
      {.cost = {}, .used = {.completion = 5'000}, .estimated = true});
  at.run();
  CHECK(at.ask("dear").take<attempt>().paid.expected().completion == 10);
}

TEST_CASE("the cost actor adds up calls, and a snapshot stays as it was",
          "[actors][cost]") {
  cost_stage at{{}};
  const auto snapshot = [&] {
    return at.actor_stage::ask<tally_snapshot>(at.subject(), tally_request{});
  };
  domain::finished_call call;
  call.model = "one";
  call.status = 200;
  call.cost = money::usd(0.5);
  at.tell_cost(call);
  const auto first = snapshot();
  at.tell_cost(call);
  const auto second = snapshot();
  CHECK(first->models.at("one").total_requests() == 1);
  CHECK(second->models.at("one").total_requests() == 2);
  CHECK(second->models.at("one").cost.usd() == Approx(1.0));
}

} // namespace bellwether::actors::test
