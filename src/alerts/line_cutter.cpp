#include "alerts/line_cutter.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bellwether::alerts {

using std::chrono::steady_clock;

line_cutter::line_cutter(steady_clock::time_point deadline)
    : thread_{[this, deadline](const std::stop_token& done) {
        run(done, deadline);
      }} {}

line_cutter::~line_cutter() {
  thread_.request_stop();
  thread_.join();
  if (socket_ >= 0)
    ::close(socket_);
}

void line_cutter::watch(int socket) {
  const std::lock_guard lock{mutex_};
  if (socket_ >= 0)
    ::close(socket_);
  socket_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
}

void line_cutter::cut() {
  const std::lock_guard lock{mutex_};
  cut_ = true;
  wake_.notify_all();
}

void line_cutter::run(const std::stop_token& done,
                      steady_clock::time_point deadline) {
  // A socket that is not connecting yet cannot be shut down: try again.
  constexpr std::chrono::milliseconds again{10};
  std::unique_lock lock{mutex_};
  wake_.wait_until(lock, done, deadline, [this] { return cut_; });
  while (!done.stop_requested()) {
    if (socket_ >= 0)
      ::shutdown(socket_, SHUT_RDWR);
    wake_.wait_for(lock, done, again, [] { return false; });
  }
}

} // namespace bellwether::alerts
