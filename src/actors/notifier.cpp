#include "actors/notifier.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace bellwether::actors {

namespace {

using notifier_pointer = notifier_actor::stateful_pointer<notifier_state>;

void wake(notifier_pointer self, const std::vector<std::size_t>& sinks) {
  for (const auto index : sinks)
    if (const auto& courier = self->state.couriers.at(index))
      self->send(courier, courier_wake{});
}

/// It looks at once: a predecessor may have put in the outbox what it had no
/// time to bring.
void use(notifier_pointer self, const courier_started& what) {
  self->state.couriers.at(what.index) = what.courier;
  self->send(what.courier, courier_wake{});
}

caf::result<sink_test> test(notifier_pointer self, const test_sink& what) {
  const auto& sinks = self->state.config.desk.alerts.sinks;
  const auto found =
      std::ranges::find(sinks, what.sink, &settings::alert_sink::name);
  if (found != sinks.end())
    return self->delegate(self->state.couriers.at(static_cast<std::size_t>(
                              std::distance(sinks.begin(), found))),
                          what);
  sink_test out;
  out.known = false;
  return out;
}

} // namespace

notifier_actor::behavior_type notifier(notifier_pointer self,
                                       notifier_config config) {
  auto& state = self->state;
  state.config = std::move(config);
  const auto now = state.config.wall_now;
  state.desk.emplace(state.config.desk, now());
  state.couriers.resize(state.config.desk.alerts.sinks.size());
  self->set_exit_handler([self, now](const caf::exit_msg& why) {
    self->state.desk->stop(now());
    self->quit(why.reason);
  });
  auto& desk = *state.desk;
  return {
      [self, &desk](const alert_facts_ptr& facts) {
        wake(self, desk.look(*facts));
      },
      [self, &desk, now](const day_figures_ptr& day) {
        wake(self, desk.tell_day(*day, now()));
      },
      [self](const courier_started& what) { use(self, what); },
      [&desk](const alerts_request& asked) { return desk.report(asked); },
      [&desk, now](const acknowledge_alert& what) {
        return desk.acknowledge(what, now());
      },
      [&desk](const add_silence& what) { return desk.add(what.what); },
      [&desk](const remove_silence& what) {
        return desk.remove_silence(what.id);
      },
      [self](const test_sink& what) { return test(self, what); },
  };
}

} // namespace bellwether::actors
