#include "cli/interruption.hpp"

#include <ctime>

namespace bellwether::cli {

interruption::interruption() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  // The terminal was closed.
  sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

interruption::~interruption() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool interruption::wait(std::chrono::milliseconds most) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(most);
  const std::chrono::nanoseconds rest = most - seconds;
  const timespec patience{seconds.count(), rest.count()};
  return sigtimedwait(&signals_, nullptr, &patience) > 0;
}

} // namespace bellwether::cli
