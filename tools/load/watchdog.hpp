#pragma once

#include "load/recorder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <set>

namespace bellwether::load {

/// Something with a deadline.
class expiring {
public:
  expiring() = default;
  expiring(const expiring&) = delete;
  expiring& operator=(const expiring&) = delete;
  virtual ~expiring() = default;

  virtual void expire() = 0;

  clock::time_point deadline = clock::time_point::max();
};

/// Looks over all deadlines every 20 ms: cheaper than a timer for each
/// request. For one thread.
class watchdog {
public:
  explicit watchdog(boost::asio::io_context& io) : timer_{io} { schedule(); }

  void add(expiring& e) { watched_.insert(&e); }
  void remove(expiring& e) { watched_.erase(&e); }
  void stop();

private:
  void schedule();
  void sweep();

  boost::asio::steady_timer timer_;
  std::set<expiring*> watched_;
  bool stopped_ = false;
};

} // namespace bellwether::load
