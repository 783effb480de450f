#include "load/watchdog.hpp"

namespace bellwether::load {

void watchdog::stop() {
  stopped_ = true;
  timer_.cancel();
}

void watchdog::schedule() {
  constexpr std::chrono::milliseconds period{20};
  timer_.expires_after(period);
  timer_.async_wait([this](boost::system::error_code ec) {
    if (!ec && !stopped_) {
      sweep();
      schedule();
    }
  });
}

void watchdog::sweep() {
  const auto now = clock::now();
  for (auto* e : watched_) {
    if (e->deadline <= now) {
      e->deadline = clock::time_point::max();
      e->expire();
    }
  }
}

} // namespace bellwether::load
