#pragma once

#include "http/gateway/prober.hpp"
#include "http/gateway/services.hpp"
#include "http/gateway/worker.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace bellwether::http {

/// The data plane: the port that applications reach, and the I/O threads
/// behind it.
class gateway {
public:
  /// Binds the port. Throws std::runtime_error with a sentence for the
  /// operator if that cannot be done.
  explicit gateway(services with);
  ~gateway();

  /// Starts the I/O threads and begins to accept.
  void start();

  /// Stops accepting, lets running requests finish for at most `patience`,
  /// cuts off the others, then stops the threads. Once.
  void stop(std::chrono::milliseconds patience);

  /// The port that it listens on.
  std::uint16_t port() const { return port_; }

  /// Who probes the providers. Harmless to ask after stop().
  std::shared_ptr<actors::prober> prober() const { return prober_; }

private:
  boost::asio::awaitable<void> accept();
  void adopt(boost::asio::ip::tcp::socket socket, worker& at);
  void for_each_caller(void (caller::*what)());
  bool wait_for_callers(std::chrono::milliseconds patience) const;

  services with_;
  std::vector<std::unique_ptr<worker>> workers_;
  std::shared_ptr<gateway_prober> prober_;
  std::optional<boost::asio::ip::tcp::acceptor> acceptor_;
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> connections_ = 0;
};

} // namespace bellwether::http
