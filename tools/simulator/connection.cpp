#include "simulator/connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace bellwether::simulator {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

connection::connection(tcp::socket socket, pacer& pace, std::uint64_t number)
    : socket_{std::move(socket)}, pacer_{pace}, number_{number} {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(tcp::no_delay{true}, ignored);
}

asio::awaitable<bool> connection::wait_until(clock::time_point due) {
  if (over()) {
    co_return false;
  }
  watch();
  auto suspend = [this, due](auto handler) {
    waiter_.handler.emplace(
        [h = std::move(handler)](auto...) mutable { std::move(h)(); });
    pacer_.arm(waiter_, due);
  };
  co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(
      suspend, asio::use_awaitable);
  co_return !over();
}

bool connection::send_now(std::string_view& bytes) {
  while (!bytes.empty() && !over()) {
    error_code ec;
    const auto n =
        socket_.write_some(asio::buffer(bytes.data(), bytes.size()), ec);
    bytes.remove_prefix(n);
    written_ += n;
    if (ec == asio::error::would_block) {
      return true;
    }
    if (ec) {
      peer_is_gone();
    }
  }
  return !over();
}

asio::awaitable<bool> connection::send(std::string_view bytes) {
  while (send_now(bytes) && !bytes.empty()) {
    watch();
    writing_ = true;
    co_await socket_.async_wait(tcp::socket::wait_write,
                                asio::as_tuple(asio::use_awaitable));
    writing_ = false;
  }
  co_return bytes.empty() && !over();
}

void connection::close() {
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  socket_.close(ignored);
}

void connection::reset() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
  socket_.close(ignored);
}

void connection::abort() {
  aborted_ = true;
  error_code ignored;
  socket_.close(ignored);
  pacer_.wake(waiter_);
}

void connection::watch() {
  if (watching_ || !socket_.is_open()) {
    return;
  }
  watching_ = true;
  socket_.async_wait(
      tcp::socket::wait_read,
      [self = shared_from_this()](error_code ec) { self->readable(ec); });
}

void connection::readable(error_code ec) {
  watching_ = false;
  if (ec || !socket_.is_open()) {
    return;
  }
  char byte = 0;
  const auto n =
      ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  // Bytes: the next request is here already; it stays in the socket.
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) {
    peer_is_gone();
  }
}

void connection::peer_is_gone() {
  if (over()) {
    return;
  }
  gone_at_ = clock::now();
  if (writing_) {
    error_code ignored;
    socket_.cancel(ignored);
  }
  pacer_.wake(waiter_);
}

} // namespace bellwether::simulator
