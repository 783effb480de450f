#include "actors/cost_stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

TEST_CASE("an admitted attempt brings its reservation",
          "[actors][cost][budget]") {
  cost_stage at{{rule(10, when_exceeded::refuse)}};
  auto got = at.ask("dear").take<attempt>();
  CHECK(got.paid.amount() == money::usd(1));
  CHECK(got.paid.expected().completion == 1'000);
  CHECK(at.standing().reserved == money::usd(1));
  CHECK_FALSE(at.last()->admitted);
  at.settle(got, 0.25);
  CHECK(at.standing().reserved == money{});
  CHECK(at.standing().spent == money::usd(0.25));
}

TEST_CASE("an attempt that is dropped gives its money back",
          "[actors][cost][budget]") {
  cost_stage at{{rule(10, when_exceeded::refuse)}};
  {
    const auto got = at.ask("dear").take<attempt>();
    CHECK(at.standing().reserved == money::usd(1));
  }
  at.run();
  CHECK(at.standing().reserved == money{});
  CHECK(at.standing().spent == money{});
}

TEST_CASE("a budget that refuses everybody does so at once, and frees the slot",
          "[actors][cost][budget]") {
  cost_stage at{{rule(0.05, when_exceeded::refuse)}};
  const auto why = at.ask("all").take<domain::budget_refusal>();
  at.run();
  CHECK(why.budget == "test");
  CHECK(at.in_flight(0) == 0);
  CHECK(at.in_flight(1) == 0);
}

TEST_CASE("a budget of one model leaves the others", "[actors][cost][budget]") {
  cost_stage at{{rule(0.5, when_exceeded::refuse, {"dear"})}};
  const auto got = at.ask("all").take<attempt>();
  CHECK(got.deployment == 1);
  CHECK(at.in_flight(0) == 0);
}

TEST_CASE("when no candidate can be paid the refusal says why",
          "[actors][cost][budget]") {
  cost_stage at{{rule(0.5, when_exceeded::refuse, {"dear"})}};
  CHECK(at.ask("only").take<domain::budget_refusal>().model == "dear");
}

TEST_CASE("a budget that degrades brings a cheaper model",
          "[actors][cost][budget]") {
  cost_stage at{{rule(0.5, when_exceeded::degrade)}};
  const auto got = at.ask("only").take<attempt>();
  CHECK(got.deployment == 1);
  CHECK(at.last()->progress->degraded_by() == "test");
}

TEST_CASE("a budget that degrades refuses when nothing is cheap enough",
          "[actors][cost][budget]") {
  cost_stage at{{rule(0.05, when_exceeded::degrade)}};
  CHECK(at.ask("only").holds<domain::budget_refusal>());
}

TEST_CASE("a second candidate that cannot be paid leaves the first alone",
          "[actors][cost][budget]") {
  cost_stage at{{rule(1.05, when_exceeded::refuse)}};
  auto first = at.ask("all").take<attempt>();
  const auto c = at.last();
  c->admitted = attempt{1, permit{[](const auto&) {
                        }}};
  inbox second;
  at.tell_cost(reserve_attempt{{c, second.sink(), true}});
  CHECK(second.holds<domain::give_up>());
  CHECK(at.standing().reserved == money::usd(1));
}

TEST_CASE("a ledger that fails stops what it is to stop",
          "[actors][cost][budget]") {
  cost_stage at{{}};
  at.money().config.ledger->set_failing(true);
  CHECK(at.ask("all").holds<attempt>());
  at.refuse_on_ledger_failure();
  CHECK(at.ask("all").holds<ledger_unavailable>());
  CHECK(at.in_flight(0) == 0);
  at.money().config.ledger->set_failing(false);
  CHECK(at.ask("all").holds<attempt>());
}

} // namespace bellwether::actors::test
