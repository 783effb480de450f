#pragma once

#include "simulator/pacer.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace bellwether::simulator {

/// One accepted socket. Everything happens on the I/O thread; held by its
/// coroutine and by the operations in flight.
class connection : public std::enable_shared_from_this<connection> {
public:
  /// `number` counts the connections that the provider has accepted, from 1.
  connection(boost::asio::ip::tcp::socket socket, pacer& pace,
             std::uint64_t number);

  boost::asio::ip::tcp::socket& socket() { return socket_; }
  std::uint64_t number() const { return number_; }

  /// Waits; false as soon as the peer has closed or abort() was called.
  boost::asio::awaitable<bool> wait_until(clock::time_point due);

  /// Sends what the socket takes at once and removes it from `bytes`. False
  /// when the connection is gone.
  bool send_now(std::string_view& bytes);

  /// Sends everything; false when the connection is gone.
  boost::asio::awaitable<bool> send(std::string_view bytes);

  /// Closes in the orderly way.
  void close();

  /// Closes with a RST and not with a FIN.
  void reset();

  /// Closes, whatever its coroutine is doing, and wakes that.
  void abort();

  /// Bytes that the socket has taken.
  std::uint64_t written() const { return written_; }

  /// When the peer's close was seen; none for our own close.
  std::optional<clock::time_point> gone_at() const { return gone_at_; }

private:
  void watch();
  void readable(boost::system::error_code ec);
  void peer_is_gone();
  bool over() const { return aborted_ || gone_at_.has_value(); }

  boost::asio::ip::tcp::socket socket_;
  pacer& pacer_;
  pacer::waiter waiter_;
  std::uint64_t number_;
  std::uint64_t written_ = 0;
  std::optional<clock::time_point> gone_at_;
  bool aborted_ = false;
  bool watching_ = false;
  bool writing_ = false;
};

} // namespace bellwether::simulator
