#pragma once

#include "simulator/options.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace bellwether::simulator {

/// All providers of one process and their admin interface, on one I/O thread.
class simulator {
public:
  /// Takes every port. Throws std::runtime_error that names the port which
  /// cannot be had.
  explicit simulator(const options& o);
  ~simulator();
  simulator(const simulator&) = delete;
  simulator& operator=(const simulator&) = delete;

  /// Serves until stop(). The caller's thread is the I/O thread.
  void run();

  /// Ends run(); safe from any thread, also before run().
  void stop();

  /// Makes run() end at SIGINT and SIGTERM.
  void stop_on_signals();

  /// The ready file's text: {"admin": {...}, "providers": {NAME: {...}}}.
  std::string addresses() const;

  /// "http://HOST:PORT" of the admin interface.
  std::string admin_url() const;

  /// The port of a provider; 0 when there is none of that name.
  std::uint16_t port_of(std::string_view provider) const;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace bellwether::simulator
