#include "actors/router.hpp"

#include <chrono>
#include <utility>

namespace bellwether::actors {

namespace {

using router_pointer = router_actor::stateful_pointer<router_state>;

/// What an answer may have when nobody has bounded it.
constexpr std::int64_t usual_output_tokens = 500;

void go_on(router_pointer self, const dispatch_call& asked,
           const domain::try_candidate& next) {
  const auto& to = self->state.provider_of(next.deployment);
  admit_call question{asked, next.how};
  if (next.wait.count() > 0)
    self->delayed_send(to, next.wait, std::move(question));
  else
    self->send(to, std::move(question));
}

void dispatch(router_pointer self, const dispatch_call& asked) {
  auto& state = self->state;
  const auto now = self->clock().now();
  auto move = asked.hedge ? state.hedge(*asked.call, now)
                          : state.next_move(*asked.call, now);
  if (auto* next = std::get_if<domain::try_candidate>(&move))
    go_on(self, asked, *next);
  else if (auto* end = std::get_if<domain::give_up>(&move))
    asked.sink->deliver(*end);
  else
    asked.sink->deliver(std::get<domain::plan_refusal>(std::move(move)));
}

void settle(router_state& state, const hedge_settled& call) {
  const auto budget = state.hedges.find(call.route);
  if (budget == state.hedges.end())
    return;
  budget->second.spent(call.cost);
  if (call.reserved)
    budget->second.settle(*call.reserved, call.extra);
}

} // namespace

void router_state::start(router_config with) {
  config = std::move(with);
  random.seed(config.seed);
  providers.resize(config.catalog->providers.size());
  retries.emplace(config.retry_share);
  for (const auto& [route_name, route] : config.catalog->routes)
    if (route.hedge)
      hedges.emplace(route_name,
                     domain::hedge_budget{route.hedge->extra_spend});
}

router_state::step router_state::next_move(call& c, domain::time_point now) {
  if (!c.progress) {
    auto planned = domain::make_plan(*config.catalog, c.facts);
    if (auto* refusal = std::get_if<domain::plan_refusal>(&planned))
      return std::move(*refusal);
    c.progress.emplace(config.catalog, config.failover,
                       std::get<domain::plan>(std::move(planned)), c.deadline);
    retries->request();
  }
  if (c.progress->wants_cheaper())
    c.progress->degrade(
        domain::cheaper_than(*config.catalog, c.facts, c.progress->current()));
  const auto chance = std::uniform_real_distribution<>{}(random);
  auto move = c.progress->next(now, chance);
  auto* next = std::get_if<domain::try_candidate>(&move);
  if (next && next->retry && !retries->take(now)) {
    ++counted.retries_denied;
    c.progress->deny_retry();
    move = c.progress->next(now, chance);
    next = std::get_if<domain::try_candidate>(&move);
  }
  if (!next)
    return std::get<domain::give_up>(move);
  counted.retries += next->retry ? 1 : 0;
  return *next;
}

router_state::step router_state::hedge(call& c, domain::time_point now) {
  const auto budget = hedges.find(c.facts.model);
  if (budget == hedges.end() || !c.progress)
    return domain::give_up{};
  const auto next = c.progress->hedge(now);
  if (!next || !reserve(c, budget->second, next->deployment))
    return domain::give_up{};
  ++counted.hedges;
  return *next;
}

/// Sets aside what the call's second attempt may cost, once.
bool router_state::reserve(call& c, domain::hedge_budget& budget,
                           std::size_t deployment) const {
  if (c.hedge_reserved)
    return true;
  const auto& price = config.catalog->deployments[deployment].price;
  const domain::usage expected{
      .prompt = domain::estimate_tokens(c.facts.prompt_chars),
      .completion = c.facts.max_output_tokens.value_or(usual_output_tokens)};
  const auto cost = price ? domain::cost_of(*price, expected) : domain::money{};
  if (!budget.take(cost))
    return false;
  c.hedge_reserved = cost;
  return true;
}

const provider_actor& router_state::provider_of(std::size_t deployment) const {
  return providers.at(config.catalog->deployments.at(deployment).provider);
}

router_actor::behavior_type router(router_pointer self, router_config config) {
  self->state.start(std::move(config));
  return {
      [self](const dispatch_call& asked) { dispatch(self, asked); },
      [self](const provider_started& started) {
        self->state.providers.at(started.index) = started.provider;
      },
      [self](const hedge_settled& call) { settle(self->state, call); },
      [self](report_request) { return self->state.counted; },
  };
}

} // namespace bellwether::actors
