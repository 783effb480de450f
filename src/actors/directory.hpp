#pragma once

#include "actors/interfaces.hpp"
#include "actors/prober.hpp"

#include <atomic>
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
  notifier_actor notifier() const { return find<notifier_actor>(); }

  /// Who probes providers; null before the data plane is up and after it went.
  std::shared_ptr<actors::prober> prober() const {
    return find<std::shared_ptr<actors::prober>>();
  }

  template <class Entry>
  void enter(Entry who) {
    const std::lock_guard lock{mutex_};
    std::get<Entry>(entries_) = std::move(who);
    version_.fetch_add(1, std::memory_order_release);
  }

  /// Grows when anybody is entered.
  unsigned version() const { return version_.load(std::memory_order_acquire); }

private:
  template <class Entry>
  Entry find() const {
    const std::lock_guard lock{mutex_};
    return std::get<Entry>(entries_);
  }

  std::atomic<unsigned> version_ = 0;
  mutable std::mutex mutex_;
  std::tuple<router_actor, cost_actor, objective_actor, keeper_actor,
             ledger_actor, notifier_actor, std::shared_ptr<actors::prober>>
      entries_;
};

/// One thread's copy of what every call needs of the directory: without a lock
/// while nobody is entered.
class directory_view {
public:
  explicit directory_view(std::shared_ptr<const directory> of)
      : of_{std::move(of)} {}

  const router_actor& router() { return look().router_; }
  const cost_actor& cost() { return look().cost_; }
  const objective_actor& objective() { return look().objective_; }

private:
  directory_view& look() {
    const auto now = of_->version();
    if (seen_ != now) {
      router_ = of_->router();
      cost_ = of_->cost();
      objective_ = of_->objective();
      seen_ = now;
    }
    return *this;
  }

  std::shared_ptr<const directory> of_;
  unsigned seen_ = 0;
  router_actor router_;
  cost_actor cost_;
  objective_actor objective_;
};

} // namespace bellwether::actors
