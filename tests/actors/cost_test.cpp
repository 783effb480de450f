#include "actors/cost.hpp"

#include "actors/support.hpp"
#include "actors/till_stage.hpp"

#include <caf/send.hpp>
#include <catch2/catch.hpp>

namespace bellwether::actors::test {

namespace {

using domain::money;
using domain::when_exceeded;

class cost_stage : public actor_stage {
public:
  explicit cost_stage(std::vector<domain::budget> budgets)
      : money_{budgets},
        journal_{std::make_shared<storage::journal>(storage::journal_limits{
            .segment_bytes = 1 << 16, .most_segments = 4})} {
    cost_config with;
    with.catalog = money_.models;
    with.budgets = std::move(budgets);
    with.probe_models = {"dear", ""};
    with.till = money_.subject;
    with.ledger = std::make_shared<storage::ledger_writer>(journal_);
    with.wall_now = [this] {
      return money_.now;
    };
    config_ = std::move(with);
    start();
  }
  ~cost_stage() { end(cost_); }
  cost_stage(const cost_stage&) = delete;
  cost_stage& operator=(const cost_stage&) = delete;

  /// Starts the cost actor, anew if it runs.
  void start() {
    stop();
    cost_ = system().spawn(cost, config_, book_, where_, events_);
    where_->enter(cost_);
    run();
  }

  void stop() {
    if (cost_)
      end(cost_);
  }

  void spend(double dollars) {
    auto got = money_.pay();
    money_.settle(got, dollars);
    run();
  }

  template <class Message>
  void tell_cost(Message what) {
    caf::anon_send(cost_, std::move(what));
    run();
  }

  template <class Answer, class Question>
  Answer ask(Question question) {
    return actor_stage::ask<Answer>(cost_, std::move(question));
  }

  std::string change(const change_limit& wanted) {
    return ask<std::string>(wanted);
  }

  domain::budget_report standing() {
    return ask<budgets_snapshot>(budgets_request{})->at(0);
  }

  bool may_spend() {
    return std::holds_alternative<reservation>(money_.ask(0));
  }

  std::vector<event> told() const { return events_->after(0); }
  std::uint64_t written() const { return journal_->last(); }

private:
  till_stage money_;
  std::shared_ptr<storage::journal> journal_;
  std::shared_ptr<directory> where_ = std::make_shared<directory>();
  std::shared_ptr<event_log> events_ = std::make_shared<event_log>();
  std::shared_ptr<cost_book> book_ = std::make_shared<cost_book>();
  cost_config config_;
  cost_actor cost_;
};

keys_changed keys_of(const domain::caller_key& key) {
  return {
      std::make_shared<const key_ring>(std::vector<domain::caller_key>{key})};
}

} // namespace

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
  at.tell_cost(keys_changed{
      std::make_shared<const key_ring>(std::vector<domain::caller_key>{})});
  CHECK(at.standing().rule.limit == money::usd(5));
}

TEST_CASE("keys bring their budgets, those that were revoked do not",
          "[actors][cost]") {
  cost_stage at{{}};
  domain::caller_key key;
  key.name = "key";
  key.hash = std::string(64, 'a');
  key.budget = domain::key_budget{money::usd(0.5), {}};
  at.tell_cost(keys_of(key));
  CHECK_FALSE(at.may_spend());
  key.revoked = domain::wall_time{};
  at.tell_cost(keys_of(key));
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
