#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/saved_handler.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace bellwether::simulator {

using clock = std::chrono::steady_clock;

/// Wakes many waiters behind a single timer on a grid of one millisecond, so
/// that a thousand streams cost one timer wake-up a tick and not one a chunk.
/// Belongs to the I/O thread.
class pacer {
public:
  /// Somebody who waits. Its owner keeps it alive while it is armed.
  class waiter {
  public:
    boost::beast::saved_handler handler;

  private:
    friend class pacer;
    std::vector<waiter*>* bucket_ = nullptr;
    std::size_t slot_ = 0;
  };

  explicit pacer(boost::asio::io_context& io);

  /// Invokes the handler of `w` once, at the first tick that is not before
  /// `due`; never by itself when `due` is time_point::max().
  void arm(waiter& w, clock::time_point due);

  /// Invokes the handler of `w` now, if it waits.
  void wake(waiter& w);

  /// Stops the timer: armed waiters are no longer woken by time.
  void stop();

private:
  using tick = std::int64_t;

  void schedule();
  void run_due();
  static void release(waiter& w);

  boost::asio::steady_timer timer_;
  std::map<tick, std::vector<waiter*>> buckets_;
  tick scheduled_ = 0; // 0: the timer does not run
  tick passed_ = 0;
  bool stopped_ = false;
};

} // namespace bellwether::simulator
