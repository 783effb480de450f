#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace bellwether::sinks {

/// One side of a TCP connection, with calls that block. The listener that
/// accepted it closes it, and wakes all calls when it stops.
class connection {
public:
  explicit connection(int fd) : fd_{fd} {}

  /// What came next; "" once nothing will.
  std::string receive() const;

  /// False if the other side is gone.
  bool send(std::string_view bytes) const;

  /// Whether the other side went, or the listener stopped, before `patience`
  /// had passed.
  bool gone_within(std::chrono::milliseconds patience) const;

  /// Waits until the other side goes or the listener stops.
  void hold() const;

  /// Makes the closing a reset: the other side's call fails.
  void reset_when_closed() const;

private:
  int fd_;
};

} // namespace bellwether::sinks
