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

const domain::deployment& deployment_at(const cost_state& state,
                                        std::size_t index) {
  return state.config.catalog->deployments.at(index);
}

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
  for (const auto& what : state.book->budgets.take_events()) {
    auto told = event_of(what);
    spdlog::warn("{}", told.cause);
    state.events->append(std::move(told));
    state.config.ledger->fired(
        {what.budget, what.span.start, what.what, what.percent});
  }
}

domain::usage expected_usage(const cost_state& state, const call& c,
                             std::size_t deployment) {
  const auto& to = deployment_at(state, deployment);
  domain::usage out;
  out.prompt = domain::estimate_tokens(to.family, c.facts.prompt_chars);
  if (c.facts.task == domain::task::chat)
    out.completion = state.book->lengths.expect(c.facts.model, deployment,
                                                c.facts.max_output_tokens,
                                                to.max_output_tokens);
  return out;
}

domain::spender spender_of(const cost_state& state, const call& c,
                           const domain::deployment& to) {
  return {c.key, c.team, c.facts.model,
          state.config.catalog->providers.at(to.provider), to.name};
}

/// Whoever holds the reservation tells the cost actor that there is then.
reservation::settle_to settle_with(std::shared_ptr<const directory> where,
                                   attempt_settled told) {
  return [where = std::move(where),
          told = std::move(told)](std::optional<settlement> what) mutable {
    told.what = std::move(what);
    tell(where->cost(), std::move(told));
  };
}

/// The call's owner may look at it from then on: nobody here does any more.
void pay(cost_state& state, const reserve_attempt& asked,
         domain::budget_claim claim, const domain::usage& expected) {
  auto& c = *asked.call;
  auto admitted = std::move(*c.admitted);
  c.admitted.reset();
  const auto amount = claim.amount;
  admitted.paid = {
      amount, expected,
      settle_with(state.where, {std::move(claim), admitted.deployment,
                                c.facts.model, std::nullopt})};
  asked.sink->deliver(std::move(admitted));
}

void refuse(cost_pointer self, const reserve_attempt& asked,
            domain::budget_refusal why) {
  auto& c = *asked.call;
  c.admitted.reset();
  if (asked.hedge)
    return asked.sink->deliver(domain::give_up{});
  if (why.any_candidate && why.action == domain::when_exceeded::refuse)
    return asked.sink->deliver(std::move(why));
  c.progress->refused(why);
  self->send(self->state.where->router(), dispatch_call{asked});
}

bool must_not_spend(const cost_state& state) {
  return state.config.refuse_on_ledger_failure
         && state.config.ledger->failing();
}

void reserve(cost_pointer self, const reserve_attempt& asked) {
  auto& state = self->state;
  auto& c = *asked.call;
  if (!c.admitted)
    return;
  if (must_not_spend(state)) {
    c.admitted.reset();
    return asked.sink->deliver(ledger_unavailable{});
  }
  const auto deployment = c.admitted->deployment;
  const auto& to = deployment_at(state, deployment);
  const auto expected = expected_usage(state, c, deployment);
  std::optional<money> amount;
  if (to.price)
    amount = domain::cost_of(*to.price, expected);
  auto answer = state.book->budgets.reserve(spender_of(state, c, to), amount,
                                            state.config.wall_now());
  tell_events(state);
  if (auto* claim = std::get_if<domain::budget_claim>(&answer))
    pay(state, asked, std::move(*claim), expected);
  else
    refuse(self, asked, std::get<domain::budget_refusal>(std::move(answer)));
}

/// What a provider counted says how long answers are and how good estimates.
void learn(cost_state& state, const attempt_settled& ended,
           const settlement& what) {
  if (what.estimated || what.used.total() == 0)
    return;
  const auto& at = deployment_at(state, ended.deployment);
  auto& known = state.book->tally.families[at.family];
  if (what.prompt_bytes > 0)
    known.prompt.add(domain::estimate_tokens(at.family, what.prompt_bytes),
                     what.used.prompt);
  // Reasoning is counted, but no text of the answer.
  if (what.answer_bytes > 0)
    known.completion.add(domain::estimate_tokens(at.family, what.answer_bytes),
                         what.used.completion - what.used.reasoning);
  if (at.task == domain::task::chat && what.used.completion > 0)
    state.book->lengths.add(ended.route, ended.deployment,
                            what.used.completion);
}

void settle(cost_state& state, const attempt_settled& ended) {
  auto& budgets = state.book->budgets;
  if (!ended.what)
    return budgets.release(ended.claim);
  budgets.settle(ended.claim, ended.what->cost, state.config.wall_now());
  tell_events(state);
  learn(state, ended, *ended.what);
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
  state.book->budgets.spend(who, *probe.cost, state.config.wall_now());
  tell_events(state);
}

/// Limits that were changed since the start go before all others.
void put_in_force(cost_book& book, std::vector<domain::budget> rules) {
  for (auto& rule : rules)
    if (const auto changed = book.limits.find(rule.name);
        changed != book.limits.end())
      rule.limit = changed->second;
  book.budgets.replace(std::move(rules));
}

std::string change(cost_book& book, const change_limit& wanted) {
  const auto& rules = book.budgets.rules();
  if (std::ranges::find(rules, wanted.budget, &domain::budget::name)
      == rules.end())
    return "there is no budget \"" + wanted.budget + "\"";
  if (wanted.limit < money{})
    return "a limit must not be below 0";
  book.limits[wanted.budget] = wanted.limit;
  put_in_force(book, rules);
  spdlog::info("the limit of budget \"{}\" is ${:.2f} now", wanted.budget,
               wanted.limit.usd());
  return "";
}

budgets_snapshot snapshot(const cost_state& state) {
  return std::make_shared<const std::vector<domain::budget_report>>(
      state.book->budgets.report(state.config.wall_now()));
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
  return {
      [self](const reserve_attempt& asked) { reserve(self, asked); },
      [self](const attempt_settled& ended) { settle(self->state, ended); },
      [self](const keys_changed& news) {
        auto& known = self->state;
        put_in_force(*known.book,
                     budgets_with(known.config.budgets, *news.keys));
      },
      [self](budgets_request) { return snapshot(self->state); },
      [self](const change_limit& wanted) {
        return change(*self->state.book, wanted);
      },
      [self](const domain::finished_call& ended) {
        self->state.book->tally.add(ended);
      },
      [self](const domain::finished_probe& ended) {
        add_probe(self->state, ended);
      },
      [self](tally_request) -> tally_snapshot {
        return std::make_shared<const domain::tally>(self->state.book->tally);
      },
  };
}

} // namespace bellwether::actors
