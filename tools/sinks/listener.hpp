#pragma once

#include "sinks/connection.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace bellwether::sinks {

/// A port of 127.0.0.1. Up to 64 connections are served at a time, each by a
/// thread; others wait.
class listener {
public:
  /// Serves one connection; it is closed afterwards.
  using handler = std::function<void(connection&)>;

  /// Port 0: any free one. Throws if the port cannot be had.
  listener(std::uint16_t port, handler serve);

  /// Ends all connections.
  ~listener();
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  std::uint16_t port() const { return port_; }

private:
  void work();
  bool begin(int fd);
  void end(int fd);

  handler serve_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::set<int> open_;
  bool stopped_ = false;
  std::vector<std::thread> workers_;
};

} // namespace bellwether::sinks
