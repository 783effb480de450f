#pragma once

#include "domain/drill.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>

namespace bellwether::actors {

/// What sessions are to pretend at the moment. One drill at a time. Thread-
/// safe; costs one load while there is none.
class drill_board {
public:
  void begin(const domain::drill_order& order);
  void end();

  /// The fault for an attempt at the provider, nothing for none. `chance` in
  /// [0, 1) decides whether the attempt is in the drill's share.
  std::optional<domain::drill_order> draw(std::size_t provider,
                                          double chance) const;

  bool running() const { return running_.load(std::memory_order_relaxed); }

private:
  std::atomic<bool> running_ = false;
  mutable std::mutex mutex_;
  std::optional<domain::drill_order> order_;
};

} // namespace bellwether::actors
