#include "upstream/connection.hpp"

#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace bellwether::upstream {

namespace {

namespace asio = boost::asio;

constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

/// A whole head and a read behind it.
constexpr std::size_t in_limit =
    answer_parser::head_limit + connection::read_size;

/// Less room than this at the buffer's end is not worth a read.
constexpr std::size_t least_read = std::size_t{4} * 1024;

} // namespace

connection::connection(asio::io_context& io) : in(in_limit), socket_(io) {}

connection::~connection() {
  // A session whose connection is freed without a close_notify is not offered
  // again; here the messages' own ends say that nothing is missing.
  if (tls_)
    SSL_set_shutdown(tls_->native_handle(),
                     SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

connection::error_code connection::open(const tcp& family) {
  error_code ec;
  socket_.open(family, ec);
  if (!ec)
    socket_.non_blocking(true, ec);
  if (!ec)
    socket_.set_option(tcp::no_delay(true), ec);
  return ec;
}

void connection::close() {
  error_code ignored;
  socket_.close(ignored);
}

bool connection::is_quiet() {
  char unused = 0;
  const auto got = ::recv(socket_.native_handle(), &unused, sizeof(unused),
                          MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

asio::ssl::stream<connection::tcp::socket&>* connection::add_tls(
    const std::string& host, session_slot& slot) {
  tls_.emplace(socket_, client_tls());
  if (!prepare_handshake(tls_->native_handle(), host, slot))
    return nullptr;
  return &*tls_;
}

connection::error_code connection::send_now(pieces& rest) {
  error_code ec;
  if (tls_)
    return ec;
  const auto sent = socket_.write_some(rest, ec);
  consume(rest, sent);
  if (ec == asio::error::would_block)
    ec = {};
  return ec;
}

connection::transfer connection::send_some(const pieces& rest) {
  if (tls_)
    return tls_->async_write_some(rest, awaited);
  return socket_.async_write_some(rest, awaited);
}

connection::transfer connection::receive_some() {
  const auto room = in.capacity() - in.size();
  const auto size = std::min(room < least_read ? read_size : room, read_size);
  const auto space = in.prepare(std::min(size, in.max_size() - in.size()));
  if (tls_)
    return tls_->async_read_some(space, awaited);
  return socket_.async_read_some(space, awaited);
}

void consume(pieces& rest, std::size_t size) {
  for (auto& piece : rest) {
    const auto part = std::min(size, piece.size());
    piece += part;
    size -= part;
  }
}

} // namespace bellwether::upstream
