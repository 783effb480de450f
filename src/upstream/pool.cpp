#include "upstream/pool.hpp"

#include "upstream/pool_state.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::upstream {

using clock = std::chrono::steady_clock;

std::unique_ptr<connection> pool_state::take_idle() {
  const auto oldest = clock::now() - pool::max_age;
  while (!idle.empty()) {
    auto result = std::move(idle.back());
    idle.pop_back();
    if (result->idle_since > oldest && result->is_quiet())
      return result;
  }
  return nullptr;
}

void pool_state::give_back(std::unique_ptr<connection> c) {
  const auto now = clock::now();
  close_idle_since(now - pool::max_age);
  if (idle.size() >= max_idle)
    return;
  c->idle_since = now;
  idle.push_back(std::move(c));
}

void pool_state::close_idle_since(time_point youngest) {
  const auto end = std::find_if(
      idle.begin(), idle.end(),
      [youngest](const auto& c) { return c->idle_since > youngest; });
  idle.erase(idle.begin(), end);
}

pool::pool(boost::asio::io_context& io, deadline_watch& deadlines,
           resolver_cache& names, origin to, std::optional<proxy> via,
           std::size_t max_idle)
    : state_(std::make_shared<pool_state>(io, deadlines, names, std::move(to),
                                          std::move(via), max_idle)) {}

pool::~pool() {
  state_->max_idle = 0;
  close_idle();
}

void pool::close_idle(std::chrono::seconds older_than) {
  state_->close_idle_since(clock::now() - older_than);
}

std::size_t pool::idle() const {
  return state_->idle.size();
}

const origin& pool::to() const {
  return state_->to;
}

} // namespace bellwether::upstream
