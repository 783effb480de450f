#pragma once

#include "actors/interfaces.hpp"
#include "actors/prober.hpp"

#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

namespace bellwether::actors {

/// Where those that everybody talks to are now: the supervisor writes down the
/// successor of an actor that died. Nobody is there before it was entered, and
/// talking to nobody is harmless. Thread-safe; outlives the actors.
class directory {
public:
  router_actor router() const { return find<router_actor>(); }
  cost_actor cost() const { return find<cost_actor>(); }
  objective_actor objective() const { return find<objective_actor>(); }
  keeper_actor keeper() const { return find<keeper_actor>(); }
  ledger_actor ledger() const { return find<ledger_actor>(); }

  /// Who probes providers; null before the data plane is up and after it went.
  std::shared_ptr<actors::prober> prober() const {
    return find<std::shared_ptr<actors::prober>>();
  }

  template <class Entry>
  void enter(Entry who) {
    const std::lock_guard lock{mutex_};
    std::get<Entry>(entries_) = std::move(who);
  }

private:
  template <class Entry>
  Entry find() const {
    const std::lock_guard lock{mutex_};
    return std::get<Entry>(entries_);
  }

  mutable std::mutex mutex_;
  std::tuple<router_actor, cost_actor, objective_actor, keeper_actor,
             ledger_actor, std::shared_ptr<actors::prober>>
      entries_;
};

} // namespace bellwether::actors
