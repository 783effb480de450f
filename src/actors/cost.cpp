#include "actors/cost.hpp"

#include "actors/lane.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace bellwether::actors {

namespace {

using cost_pointer = cost_actor::stateful_pointer<cost_state>;
using domain::budget_event;
using domain::money;

event event_of(const budget_event& what) {
  event out;
  out.at = std::chrono::time_point_cast<
      std::chrono::system_clock::time_point::duration>(what.at);
  out.kind = "budget_" + std::string{to_string(what.what)};
  out.cause = explain(what);
  return out;
}

/// Tells what the budgets have to say: to people, and to the ledger, so that it
/// is told once also over a restart.
void tell_events(cost_state& state) {
  for (const auto& what : state.config.till->take_events()) {
    auto told = event_of(what);
    spdlog::warn("{}", told.cause);
    state.events->append(std::move(told));
    state.config.ledger->fired(
        {what.budget, what.span.start, what.what, what.percent});
  }
}

/// The prober sets its own ledger entry down; here it counts in the budgets.
void add_probe(cost_state& state, const domain::finished_probe& probe) {
  state.book->tally.add(probe);
  if (!probe.cost || *probe.cost == money{})
    return;
  const auto& models = state.config.probe_models;
  domain::spender who;
  who.provider = state.config.catalog->providers.at(probe.provider);
  if (probe.provider < models.size())
    who.model = models[probe.provider];
  state.config.till->spend(who, *probe.cost, state.config.wall_now());
}

/// Limits that were changed since the start go before all others.
void put_in_force(cost_state& state, std::vector<domain::budget> rules) {
  const auto& limits = state.book->limits;
  for (auto& rule : rules)
    if (const auto changed = limits.find(rule.name); changed != limits.end())
      rule.limit = changed->second;
  state.config.till->replace(std::move(rules));
}

std::string change(cost_state& state, const change_limit& wanted) {
  auto rules = state.config.till->rules();
  if (std::ranges::find(rules, wanted.budget, &domain::budget::name)
      == rules.end())
    return "there is no budget \"" + wanted.budget + "\"";
  if (wanted.limit < money{})
    return "a limit must not be below 0";
  state.book->limits[wanted.budget] = wanted.limit;
  put_in_force(state, std::move(rules));
  spdlog::info("the limit of budget \"{}\" is ${:.2f} now", wanted.budget,
               wanted.limit.usd());
  return "";
}

budgets_snapshot snapshot(const cost_state& state) {
  return std::make_shared<const std::vector<domain::budget_report>>(
      state.config.till->report(state.config.wall_now()));
}

tally_snapshot tally_of(const cost_state& state) {
  auto out = std::make_shared<domain::tally>(state.book->tally);
  out->families = state.config.till->families();
  return out;
}

} // namespace

std::vector<domain::budget> budgets_with(std::vector<domain::budget> configured,
                                         const key_ring& keys) {
  auto active = keys.keys();
  std::erase_if(active,
                [](const auto& key) { return key.revoked.has_value(); });
  for (auto& each : domain::budgets_of(active))
    configured.push_back(std::move(each));
  return configured;
}

cost_actor::behavior_type cost(cost_pointer self, cost_config config,
                               std::shared_ptr<cost_book> book,
                               std::shared_ptr<const directory> where,
                               std::shared_ptr<event_log> events) {
  auto& state = self->state;
  state.config = std::move(config);
  state.book = std::move(book);
  state.where = std::move(where);
  state.events = std::move(events);
  state.config.till->on_events(
      [where = state.where] { tell(where->cost(), budget_news{}); });
  // What happened while nobody was there.
  tell_events(state);
  return {
      [self](budget_news) { tell_events(self->state); },
      [self](const keys_changed& news) {
        auto& known = self->state;
        put_in_force(known, budgets_with(known.config.budgets, *news.keys));
      },
      [self](budgets_request) { return snapshot(self->state); },
      [self](const change_limit& wanted) {
        return change(self->state, wanted);
      },
      [self](const domain::finished_call& ended) {
        self->state.book->tally.add(ended);
      },
      [self](const domain::finished_probe& ended) {
        add_probe(self->state, ended);
      },
      [self](tally_request) { return tally_of(self->state); },
  };
}

} // namespace bellwether::actors
