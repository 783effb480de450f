#include "actors/router.hpp"

#include <chrono>
#include <utility>

namespace bellwether::actors {

namespace {

using router_pointer = router_actor::stateful_pointer<router_state>;

void go_on(router_pointer self, const dispatch_call& asked,
           const domain::try_candidate& next) {
  const auto& to = self->state.provider_of(next.deployment);
  if (next.wait.count() > 0)
    self->delayed_send(to, next.wait, admit_call{asked});
  else
    self->send(to, admit_call{asked});
}

void dispatch(router_pointer self, const dispatch_call& asked) {
  auto move = self->state.next_move(*asked.call, self->clock().now());
  if (auto* next = std::get_if<domain::try_candidate>(&move))
    go_on(self, asked, *next);
  else if (auto* end = std::get_if<domain::give_up>(&move))
    asked.sink->deliver(*end);
  else
    asked.sink->deliver(std::get<domain::plan_refusal>(std::move(move)));
}

} // namespace

std::variant<domain::try_candidate, domain::give_up, domain::plan_refusal>
router_state::next_move(call& c, domain::time_point now) {
  if (!c.progress) {
    auto planned = domain::make_plan(*config.catalog, c.facts);
    if (auto* refusal = std::get_if<domain::plan_refusal>(&planned))
      return std::move(*refusal);
    c.progress.emplace(config.catalog, config.failover,
                       std::get<domain::plan>(std::move(planned)), c.deadline);
  }
  auto move = c.progress->next(now, std::uniform_real_distribution<>{}(random));
  if (auto* next = std::get_if<domain::try_candidate>(&move))
    return *next;
  return std::get<domain::give_up>(move);
}

const provider_actor& router_state::provider_of(std::size_t deployment) const {
  return providers.at(config.catalog->deployments.at(deployment).provider);
}

router_actor::behavior_type router(router_pointer self, router_config config) {
  self->state.random.seed(config.seed);
  self->state.providers.resize(config.catalog->providers.size());
  self->state.config = std::move(config);
  return {
      [self](const dispatch_call& asked) { dispatch(self, asked); },
      [self](const provider_started& started) {
        self->state.providers.at(started.index) = started.provider;
      },
  };
}

} // namespace bellwether::actors
