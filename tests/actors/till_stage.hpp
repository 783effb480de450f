#pragma once

#include "actors/till.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::actors::test {

/// Models at $1,000 and $100 per million tokens, and one without a price: with
/// 1,000 tokens of output a dollar and a tenth of one.
inline std::shared_ptr<const domain::catalog> priced() {
  domain::catalog out;
  out.providers = {"one", "two"};
  const auto add = [&](std::string name, std::size_t provider, double usd) {
    domain::deployment d;
    d.name = std::move(name);
    d.provider = provider;
    if (usd > 0)
      d.price = domain::price::flat(domain::money::usd(usd));
    out.deployments.push_back(std::move(d));
  };
  add("dear", 0, 1'000);
  add("cheap", 1, 100);
  add("unpriced", 1, 0);
  return std::make_shared<const domain::catalog>(std::move(out));
}

inline domain::budget rule(double dollars, domain::when_exceeded action =
                                               domain::when_exceeded::refuse) {
  domain::budget out;
  out.name = "test";
  out.limit = domain::money::usd(dollars);
  out.action = action;
  out.forecast_percent.reset();
  out.spike_factor.reset();
  return out;
}

inline std::shared_ptr<till> till_with(std::vector<domain::budget> rules) {
  const std::shared_ptr<const domain::time_zone> utc{
      std::shared_ptr<const void>{}, &domain::utc()};
  return std::make_shared<till>(priced(),
                                domain::budget_book{std::move(rules), utc},
                                domain::output_lengths{});
}

/// A till with these budgets, and one caller of it.
struct till_stage {
  explicit till_stage(std::vector<domain::budget> rules)
      : subject{till_with(std::move(rules))} {
    facts.model = "all";
    facts.max_output_tokens = 1'000;
  }

  std::variant<reservation, domain::budget_refusal> ask(
      std::size_t deployment) {
    const auto& to = models->deployments[deployment];
    const domain::spender who{"key", "team", facts.model,
                              models->providers[to.provider], to.name};
    return subject->reserve(who, facts, deployment, now);
  }

  reservation pay(std::size_t deployment = 0) {
    return std::get<reservation>(ask(deployment));
  }

  void settle(reservation& of, double dollars, std::int64_t tokens = 10) const {
    settlement what;
    what.cost = domain::money::usd(dollars);
    what.used.completion = tokens;
    of.settle(what, facts.model, now);
  }

  domain::budget_report standing() const { return subject->report(now).at(0); }

  std::shared_ptr<const domain::catalog> models = priced();
  std::shared_ptr<till> subject;
  domain::request_facts facts;
  domain::wall_time now =
      std::chrono::sys_days{std::chrono::year{2026} / 11 / 22};
};

} // namespace bellwether::actors::test
