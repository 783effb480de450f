#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <vector>

namespace bellwether::upstream {

using time_point = std::chrono::steady_clock::time_point;

class deadline_watch;

/// Something that ends when its deadline passes. Belongs to one I/O thread and
/// must be disarmed or destroyed there.
class watched {
public:
  watched() = default;
  watched(const watched&) = delete;
  watched& operator=(const watched&) = delete;
  virtual ~watched();

  /// Called once on the I/O thread, some milliseconds after the deadline at
  /// the latest; it is disarmed by then and may be armed again.
  virtual void expired() = 0;

private:
  friend class deadline_watch;

  deadline_watch* owner_ = nullptr;
  std::size_t slot_ = 0;
  time_point deadline_;
};

/// The deadlines of one I/O thread behind a single timer. Arming costs a store
/// where an Asio timer costs a heap operation: nearly every deadline is moved
/// many times and never passes. The timer looks again at the earliest deadline
/// that it last saw, so it is late by `resolution` at the most. A look that is
/// still due keeps io_context::run() from returning: stop() the context. What
/// is armed when the watch is destroyed is disarmed.
class deadline_watch {
public:
  static constexpr std::chrono::milliseconds resolution{5};

  explicit deadline_watch(boost::asio::io_context& io);
  ~deadline_watch();
  deadline_watch(const deadline_watch&) = delete;
  deadline_watch& operator=(const deadline_watch&) = delete;

  /// Sets or moves the deadline of `w`.
  void arm(watched& w, time_point deadline);

  void disarm(watched& w);

private:
  void schedule(time_point when);
  void sweep();

  boost::asio::steady_timer timer_;
  time_point scheduled_ = time_point::max();
  std::vector<watched*> armed_;
};

} // namespace bellwether::upstream
