#pragma once

#include "actors/cost.hpp"
#include "actors/ledger.hpp"
#include "actors/support.hpp"
#include "actors/till_stage.hpp"

#include <caf/send.hpp>

namespace bellwether::actors::test {

/// A cost actor with a till, and with a ledger if a test opens one.
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
    with.zone = utc();
    with.ledger = std::make_shared<storage::ledger_writer>(journal_);
    with.wall_now = [this] {
      return money_.now;
    };
    config_ = std::move(with);
    start();
  }
  ~cost_stage() {
    if (ledger_)
      end(ledger_);
    end(cost_);
  }
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

  /// From now on there is a ledger.
  void open_ledger() {
    past_ = std::make_shared<storage::ledger>("", utc(), storage::retention{},
                                              money_.now);
    ledger_ =
        system().spawn(ledger, past_, events_, [this] { return money_.now; });
    where_->enter(ledger_);
    run();
  }

  /// What the ledger knows of a key that spent so long ago.
  void spent_before(const std::string& key, double dollars,
                    std::chrono::hours ago) {
    domain::ledger_entry entry;
    entry.at = money_.now - ago;
    entry.request_id = "r";
    entry.who = {key, "team", "all", "one", "dear"};
    entry.cost = domain::money::usd(dollars);
    past_->writer()->settle(entry);
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

  domain::budget_report standing(std::size_t of = 0) {
    return ask<budgets_snapshot>(budgets_request{})->at(of);
  }

  bool may_spend() {
    return std::holds_alternative<reservation>(money_.ask(0));
  }

  const cost_actor& subject() const { return cost_; }
  std::vector<event> told() const { return events_->after(0); }
  std::uint64_t written() const { return journal_->last(); }

private:
  static std::shared_ptr<const domain::time_zone> utc() {
    return {std::shared_ptr<const void>{}, &domain::utc()};
  }

  till_stage money_;
  std::shared_ptr<storage::journal> journal_;
  std::shared_ptr<storage::ledger> past_;
  ledger_actor ledger_;
  std::shared_ptr<directory> where_ = std::make_shared<directory>();
  std::shared_ptr<event_log> events_ = std::make_shared<event_log>();
  std::shared_ptr<cost_book> book_ = std::make_shared<cost_book>();
  cost_config config_;
  cost_actor cost_;
};

inline keys_changed keys_of(std::vector<domain::caller_key> keys) {
  return {std::make_shared<const key_ring>(std::move(keys))};
}

/// A key "key" with a budget.
inline domain::caller_key key_with(double dollars, domain::period period = {}) {
  domain::caller_key key;
  key.name = "key";
  key.hash = std::string(64, 'a');
  key.budget = domain::key_budget{domain::money::usd(dollars), period};
  return key;
}

} // namespace bellwether::actors::test
