#include "actors/cost.hpp"

#include "actors/cost_restore.hpp"
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

bool has(const std::vector<domain::budget>& rules, const domain::budget& rule) {
  return std::ranges::any_of(rules, [&](const auto& each) {
    return each.name == rule.name && each.period == rule.period;
  });
}

/// What the ledger is asked about budgets that are new.
struct past_question {
  unsigned number = 0;
  std::vector<domain::budget> rules;
  domain::wall_time asked;
};

void carry_over(cost_state& state, const past_question& what,
                const ledger_report& answer) {
  if (!answer.problem.empty())
    spdlog::error("budgets of keys begin without what was spent before: {}",
                  answer.problem);
  const auto rules = state.config.till->rules();
  for (const auto& rule : what.rules) {
    const auto awaited = state.awaited.find(rule.name);
    if (awaited == state.awaited.end() || awaited->second != what.number)
      continue;
    state.awaited.erase(awaited);
    if (has(rules, rule)) // it may have gone meanwhile
      state.config.till->restore(
          rule.name,
          past_spend(answer.rows, rule, *state.config.zone, what.asked));
  }
}

/// Budgets that are new hold at once, and count what their period had cost
/// before a moment later. An attempt that ends in that moment may count twice:
/// too much rather than too little.
void ask_for_past(cost_pointer self, std::vector<domain::budget> fresh) {
  constexpr std::chrono::seconds patience{30};
  auto& state = self->state;
  const auto ledger = state.where->ledger();
  if (fresh.empty() || !ledger)
    return;
  const auto now = state.config.wall_now();
  auto query = past_spend_query(fresh, *state.config.zone, now);
  const auto what = std::make_shared<const past_question>(
      past_question{++state.questions, std::move(fresh), now});
  for (const auto& rule : what->rules)
    state.awaited[rule.name] = what->number;
  self->request(ledger, patience, std::move(query))
      .then(
          [self, what](const ledger_report_ptr& answer) {
            carry_over(self->state, *what, *answer);
          },
          [self, what](const caf::error&) {
            ledger_report none;
            none.problem = "the ledger did not answer";
            carry_over(self->state, *what, none);
          });
}

void change_keys(cost_pointer self, const key_ring& keys) {
  auto& state = self->state;
  auto rules = budgets_with(state.config.budgets, keys);
  auto fresh = rules;
  std::erase_if(fresh, [known = state.config.till->rules()](const auto& rule) {
    return has(known, rule);
  });
  put_in_force(state, std::move(rules));
  ask_for_past(self, std::move(fresh));
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
      [self](const keys_changed& news) { change_keys(self, *news.keys); },
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
