#include "actors/supervisor.hpp"

#include "actors/provider.hpp"

#include <caf/spawn_options.hpp>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>
#include <utility>

namespace bellwether::actors {

namespace {

using supervisor_pointer = supervisor_actor::stateful_pointer<supervisor_state>;
using reports = std::vector<provider_report>;

/// How long a provider may take to report. They only compute.
constexpr std::chrono::seconds report_patience{2};

void start_provider(supervisor_pointer self, std::size_t index) {
  auto& state = self->state;
  auto started = self->spawn<caf::monitored>(
      provider, state.books[index], state.config.where, state.config.events);
  state.providers[index] = started;
  self->send(state.router, provider_started{index, started});
}

void start_router(supervisor_pointer self) {
  auto& state = self->state;
  state.router = self->spawn<caf::monitored>(router, state.config.router);
  for (std::size_t i = 0; i < state.providers.size(); ++i)
    self->send(state.router, provider_started{i, state.providers[i]});
  state.config.where->enter(state.router);
}

void start_cost(supervisor_pointer self) {
  auto& state = self->state;
  const auto& config = state.config;
  state.cost = self->spawn<caf::monitored>(cost, config.cost, state.costs,
                                           config.where, config.events);
  config.where->enter(state.cost);
}

void start_objective(supervisor_pointer self) {
  auto& state = self->state;
  const auto& config = state.config;
  state.objective = self->spawn<caf::monitored>(objective, config.objective,
                                                state.objective_memory,
                                                config.where, config.events);
  config.where->enter(state.objective);
}

void start_keeper(supervisor_pointer self) {
  auto& state = self->state;
  if (!state.config.keeper)
    return;
  state.keeper =
      self->spawn<caf::detached + caf::monitored>(keeper, *state.config.keeper);
  state.config.where->enter(state.keeper);
}

void start_ledger(supervisor_pointer self) {
  auto& state = self->state;
  const auto& config = state.config;
  if (!config.ledger)
    return;
  state.ledger = self->spawn<caf::detached + caf::monitored>(
      ledger, config.ledger, config.events, config.cost.wall_now);
  config.where->enter(state.ledger);
}

void start_key_watch(supervisor_pointer self) {
  auto& state = self->state;
  const auto& config = state.config;
  if (config.keys)
    state.key_watch = self->spawn<caf::detached + caf::monitored>(
        key_watch, *config.keys, config.where, config.events);
}

void start_courier(supervisor_pointer self, std::size_t index) {
  auto& state = self->state;
  const auto& config = state.config.alerting->couriers[index];
  const auto started =
      self->spawn<caf::detached + caf::monitored>(courier, config);
  state.couriers[index] = started;
  self->send(state.notifier, courier_started{index, started});
}

void start_notifier(supervisor_pointer self) {
  auto& state = self->state;
  state.notifier = self->spawn<caf::detached + caf::monitored>(
      notifier, state.config.alerting->notifier);
  for (std::size_t i = 0; i < state.couriers.size(); ++i)
    self->send(state.notifier, courier_started{i, state.couriers[i]});
  state.config.where->enter(state.notifier);
}

/// On a thread of its own: it asks the alerts' file how many wait.
void start_alert_watch(supervisor_pointer self) {
  auto& state = self->state;
  state.alert_watch = self->spawn<caf::detached + caf::monitored>(
      alert_watch, state.config.alerting->watch, supervisor_actor{self},
      state.config.where);
}

void start_alerting(supervisor_pointer self) {
  auto& state = self->state;
  if (!state.config.alerting)
    return;
  start_notifier(self);
  state.couriers.resize(state.config.alerting->couriers.size());
  for (std::size_t i = 0; i < state.couriers.size(); ++i)
    start_courier(self, i);
  start_alert_watch(self);
}

void stop_alerting(supervisor_pointer self, const caf::error& why) {
  auto& state = self->state;
  if (!state.config.alerting)
    return;
  self->send_exit(state.alert_watch, why);
  // A sink that hangs would hold up the stop.
  for (const auto& each : state.config.alerting->couriers)
    each.carrier->stop();
  for (const auto& each : state.couriers)
    self->send_exit(each, why);
  self->send_exit(state.notifier, why);
  state.config.where->enter(notifier_actor{});
}

void start_all(supervisor_pointer self) {
  auto& state = self->state;
  state.costs = std::make_shared<cost_book>();
  state.objective_memory = make_book(state.config.objective);
  for (const auto& config : state.config.providers)
    state.books.push_back(
        std::make_shared<provider_book>(config, self->clock().now()));
  start_keeper(self);
  start_ledger(self);
  start_objective(self);
  start_cost(self);
  start_key_watch(self);
  start_router(self);
  state.providers.resize(state.books.size());
  for (std::size_t i = 0; i < state.books.size(); ++i)
    start_provider(self, i);
  start_alerting(self);
}

/// The ledger goes last: until the cost actor is gone it may have to tell.
void stop_ledger(supervisor_pointer self, const caf::error& why) {
  auto& state = self->state;
  self->send_exit(state.ledger, why);
  state.config.where->enter(ledger_actor{});
  self->quit(why);
}

void restart(supervisor_pointer self, const caf::down_msg& down) {
  auto& state = self->state;
  if (state.stopping) {
    if (state.cost.address() == down.source)
      stop_ledger(self, down.reason);
    return;
  }
  const auto died = [&](const auto& actor, const std::string& name) {
    if (!actor || actor.address() != down.source)
      return false;
    spdlog::critical("the {} actor died ({}) and is started again", name,
                     self->home_system().render(down.reason));
    return true;
  };
  if (died(state.router, "router"))
    start_router(self);
  else if (died(state.cost, "cost"))
    start_cost(self);
  else if (died(state.objective, "objective"))
    start_objective(self);
  else if (died(state.keeper, "keeper"))
    start_keeper(self);
  else if (died(state.ledger, "ledger"))
    start_ledger(self);
  else if (died(state.key_watch, "key watch"))
    start_key_watch(self);
  else if (died(state.notifier, "notifier"))
    start_notifier(self);
  else if (died(state.alert_watch, "alert watch"))
    start_alert_watch(self);
  for (std::size_t i = 0; i < state.couriers.size(); ++i)
    if (died(state.couriers[i], "courier"))
      start_courier(self, i);
  for (std::size_t i = 0; i < state.providers.size(); ++i)
    if (died(state.providers[i], state.books[i]->name() + " provider"))
      start_provider(self, i);
}

void stop_all(supervisor_pointer self, const caf::error& why) {
  auto& state = self->state;
  stop_alerting(self, why);
  for (const auto& child : state.providers)
    self->send_exit(child, why);
  self->send_exit(state.router, why);
  self->send_exit(state.key_watch, why);
  self->send_exit(state.objective, why);
  self->send_exit(state.keeper, why);
  self->send_exit(state.cost, why);
  // The end of the actor system waits for the thread of a detached actor, and
  // that for the last handle to it.
  state.config.where->enter(keeper_actor{});
  state.stopping = true;
}

/// Collects the providers' reports and delivers them together.
struct collection {
  caf::typed_response_promise<reports> promise;
  std::vector<std::optional<provider_report>> parts;
  std::size_t missing = 0;

  void arrived() {
    if (--missing > 0)
      return;
    reports all;
    for (auto& part : parts)
      if (part)
        all.push_back(std::move(*part));
    promise.deliver(std::move(all));
  }
};

caf::typed_response_promise<reports> collect(supervisor_pointer self) {
  auto& providers = self->state.providers;
  auto all = std::make_shared<collection>();
  all->promise = self->make_response_promise<reports>();
  all->parts.resize(providers.size());
  all->missing = providers.size();
  for (std::size_t i = 0; i < providers.size(); ++i)
    self->request(providers[i], report_patience, report_request{})
        .then(
            [all, i](provider_report& part) {
              all->parts[i] = std::move(part);
              all->arrived();
            },
            [all](const caf::error&) { all->arrived(); });
  return all->promise;
}

} // namespace

supervisor_actor::behavior_type supervisor(supervisor_pointer self,
                                           supervisor_config config) {
  self->state.config = std::move(config);
  self->set_down_handler(
      [self](const caf::down_msg& down) { restart(self, down); });
  self->set_exit_handler(
      [self](const caf::exit_msg& why) { stop_all(self, why.reason); });
  start_all(self);
  return {
      [self](report_request) { return collect(self); },
  };
}

} // namespace bellwether::actors
