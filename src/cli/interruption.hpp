#pragma once

#include <chrono>
#include <csignal>

namespace bellwether::cli {

/// Turns SIGINT, SIGTERM and SIGHUP into something to wait for, in a program of
/// one thread. A second one that comes before the first was noticed is lost.
class interruption {
public:
  interruption();
  interruption(const interruption&) = delete;
  interruption& operator=(const interruption&) = delete;
  ~interruption();

  /// Waits; true if a signal came meanwhile or before.
  bool wait(std::chrono::milliseconds most) const;

private:
  sigset_t signals_;
  sigset_t before_;
};

} // namespace bellwether::cli
