#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bellwether::sinks {

/// A connection to a port of this machine. Waits ten seconds at most for what
/// comes.
class caller {
public:
  explicit caller(std::uint16_t port);
  ~caller();
  caller(const caller&) = delete;
  caller& operator=(const caller&) = delete;

  void send(std::string_view bytes) const;

  /// The next line, without its CRLF; "" if none comes.
  std::string line();

  /// Drops what comes until the end: 0 if it was proper, ECONNRESET after a
  /// reset.
  int end();

private:
  bool fill();

  int socket_;
  std::string rest_;
};

} // namespace bellwether::sinks
