#pragma once

#include "actors/cost.hpp"
#include "actors/provider.hpp"
#include "actors/router.hpp"
#include "actors/support.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::actors::test {

using namespace std::chrono_literals;
using domain::money;
using domain::when_exceeded;

/// Models at $1,000 and $100 per million tokens: with 1,000 tokens of output a
/// dollar and a tenth of one.
inline std::shared_ptr<const domain::catalog> priced() {
  domain::catalog out = *catalog_of({"dear", "cheap"});
  out.deployments[0].price = domain::price::flat(money::usd(1'000));
  out.deployments[1].price = domain::price::flat(money::usd(100));
  out.deployments[0].tier = domain::tier::premium;
  out.routes["only"] = {domain::strategy::listed, {"dear"}, {}, std::nullopt};
  return std::make_shared<const domain::catalog>(std::move(out));
}

inline domain::budget rule(double dollars, when_exceeded action,
                           std::vector<std::string> models = {}) {
  domain::budget out;
  out.name = "test";
  out.limit = money::usd(dollars);
  out.action = action;
  out.scope.models = std::move(models);
  out.forecast_percent.reset();
  out.spike_factor.reset();
  return out;
}

class cost_stage : public actor_stage {
public:
  explicit cost_stage(std::vector<domain::budget> budgets)
      : money_{purse_of(catalog_, std::move(budgets))} {
    start();
    router_ = system().spawn(router,
                             router_config{catalog_, {.max_wait = {}}, 1.0, 1});
    where_->enter(router_);
    for (std::size_t i = 0; i < 2; ++i) {
      auto book =
          std::make_shared<provider_book>(provider_of(catalog_, i, 5), now());
      providers_.push_back(
          system().spawn(provider, std::move(book), where_, events_));
      caf::anon_send(router_, provider_started{i, providers_.back()});
    }
    run();
  }
  ~cost_stage() {
    for (const auto& each : providers_)
      end(each);
    end(router_);
    end(cost_);
  }
  cost_stage(const cost_stage&) = delete;
  cost_stage& operator=(const cost_stage&) = delete;

  /// Starts the cost actor, anew if it runs.
  void start() {
    if (cost_)
      end(cost_);
    cost_ = system().spawn(cost, money_.config, money_.book, where_, events_);
    where_->enter(cost_);
    run();
  }

  void refuse_on_ledger_failure() {
    money_.config.refuse_on_ledger_failure = true;
    start();
  }

  inbox ask(const std::string& model) {
    inbox answers;
    last_ = call_of(model, now() + 60s);
    last_->facts.max_output_tokens = 1'000;
    caf::anon_send(router_, dispatch_call{{last_, answers.sink()}});
    run();
    return answers;
  }

  void settle(attempt& at, double dollars) {
    at.paid.settle({.cost = money::usd(dollars),
                    .used = {.completion = 10},
                    .prompt_bytes = 40});
    run();
  }

  domain::budget_report standing() {
    return actor_stage::ask<budgets_snapshot>(cost_, budgets_request{})->at(0);
  }

  std::size_t in_flight(std::size_t i) {
    return actor_stage::ask<provider_report>(providers_[i], report_request{})
        .in_flight;
  }

  template <class Message>
  void tell_cost(Message what) {
    caf::anon_send(cost_, std::move(what));
    run();
  }

  std::string change(const change_limit& wanted) {
    return actor_stage::ask<std::string>(cost_, wanted);
  }

  purse& money() { return money_; }
  const cost_actor& subject() const { return cost_; }
  const event_log& events() const { return *events_; }
  const std::shared_ptr<call>& last() const { return last_; }
  const router_actor& by() const { return router_; }

private:
  std::shared_ptr<const domain::catalog> catalog_ = priced();
  std::shared_ptr<directory> where_ = std::make_shared<directory>();
  std::shared_ptr<event_log> events_ = std::make_shared<event_log>();
  purse money_;
  router_actor router_;
  cost_actor cost_;
  std::vector<provider_actor> providers_;
  std::shared_ptr<call> last_;
};

} // namespace bellwether::actors::test
