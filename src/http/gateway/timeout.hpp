#pragma once

#include "upstream/deadline_watch.hpp"

#include <chrono>
#include <functional>
#include <utility>

namespace bellwether::http {

/// A deadline with something to do when it passes. One I/O thread.
class timeout : public upstream::watched {
public:
  timeout(upstream::deadline_watch& deadlines, std::function<void()> then)
      : deadlines_{deadlines}, then_{std::move(then)} {}

  void arm_after(std::chrono::milliseconds wait) {
    arm_at(std::chrono::steady_clock::now() + wait);
  }
  void arm_at(upstream::time_point when) { deadlines_.arm(*this, when); }
  void disarm() { deadlines_.disarm(*this); }

  void expired() override { then_(); }

private:
  upstream::deadline_watch& deadlines_;
  std::function<void()> then_;
};

} // namespace bellwether::http
