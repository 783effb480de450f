#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace bellwether::alerts {

/// Ends a connection at a deadline or when it is told to, whatever the library
/// waits for: to connect, to read or to write.
class line_cutter {
public:
  explicit line_cutter(std::chrono::steady_clock::time_point deadline);
  ~line_cutter();
  line_cutter(const line_cutter&) = delete;
  line_cutter& operator=(const line_cutter&) = delete;

  /// The socket of the connection, as soon as there is one.
  void watch(int socket);

  /// From any thread.
  void cut();

private:
  void run(const std::stop_token& done,
           std::chrono::steady_clock::time_point deadline);

  std::mutex mutex_;
  std::condition_variable_any wake_;
  int socket_ = -1; ///< a duplicate: the library may close its own
  bool cut_ = false;
  std::jthread thread_;
};

} // namespace bellwether::alerts
