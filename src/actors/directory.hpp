#pragma once

#include "actors/interfaces.hpp"

#include <memory>
#include <mutex>
#include <utility>

namespace bellwether::actors {

/// Where the actors that everybody talks to are now: the supervisor writes
/// down the successor of one that died. Thread-safe; outlives the actors.
class directory {
public:
  router_actor router() const {
    const std::lock_guard lock{mutex_};
    return router_;
  }

  cost_actor cost() const {
    const std::lock_guard lock{mutex_};
    return cost_;
  }

  void enter(router_actor started) {
    const std::lock_guard lock{mutex_};
    router_ = std::move(started);
  }

  void enter(cost_actor started) {
    const std::lock_guard lock{mutex_};
    cost_ = std::move(started);
  }

private:
  mutable std::mutex mutex_;
  router_actor router_;
  cost_actor cost_;
};

} // namespace bellwether::actors
