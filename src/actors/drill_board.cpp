#include "actors/drill_board.hpp"

namespace bellwether::actors {

void drill_board::begin(const domain::drill_order& order) {
  const std::lock_guard lock{mutex_};
  order_ = order;
  running_.store(true, std::memory_order_relaxed);
}

void drill_board::end() {
  const std::lock_guard lock{mutex_};
  order_.reset();
  running_.store(false, std::memory_order_relaxed);
}

std::optional<domain::drill_order> drill_board::draw(std::size_t provider,
                                                     double chance) const {
  if (!running())
    return {};
  const std::lock_guard lock{mutex_};
  if (order_ && order_->provider == provider && chance < order_->share)
    return order_;
  return {};
}

} // namespace bellwether::actors
