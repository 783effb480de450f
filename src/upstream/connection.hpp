#pragma once

#include "upstream/answer_parser.hpp"
#include "upstream/deadline_watch.hpp"
#include "upstream/tls.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <tuple>

namespace bellwether::upstream {

/// What is still to be sent: at most three pieces, in one system call.
using pieces = std::array<boost::asio::const_buffer, 3>;

/// One TCP or TLS connection to a provider with the buffers that its exchanges
/// use in turn. Belongs to one I/O thread; at most one operation at a time.
class connection {
public:
  using error_code = boost::system::error_code;
  using transfer = boost::asio::awaitable<std::tuple<error_code, std::size_t>>;
  using tcp = boost::asio::ip::tcp;

  /// The most that one read takes.
  static constexpr std::size_t read_size = std::size_t{16} * 1024;

  explicit connection(boost::asio::io_context& io);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// Opens the socket for an asynchronous connect.
  error_code open(const tcp& family);

  tcp::socket& socket() { return socket_; }

  bool is_open() const { return socket_.is_open(); }

  /// Ends the running operation and closes the socket at once.
  void close();

  /// Whether the peer has neither closed nor said anything unasked.
  bool is_quiet();

  bool is_tls() const { return tls_.has_value(); }

  /// Puts TLS on top; the handshake is the caller's. Null if OpenSSL refuses.
  boost::asio::ssl::stream<tcp::socket&>* add_tls(const std::string& host,
                                                  session_slot& slot);

  /// Sends what the socket takes without waiting (nothing over TLS) and
  /// removes it from `rest`.
  error_code send_now(pieces& rest);

  /// Waits until some of `rest` is sent; says how much.
  transfer send_some(const pieces& rest);

  /// Waits for bytes behind those in `in`, which must not be full;
  /// received() adds them.
  transfer receive_some();

  /// Whether no more fits in before something is parsed.
  bool is_full() const { return in.size() == in.max_size(); }

  void received(std::size_t size) { in.commit(size); }

  boost::beast::flat_buffer in; ///< received and not yet parsed
  std::string out;              ///< sent parts that the caller does not own
  std::string chunk;            ///< the body bytes that read_some() shows
  header_list headers;
  time_point idle_since;

private:
  tcp::socket socket_;
  std::optional<boost::asio::ssl::stream<tcp::socket&>> tls_;
};

/// Takes the first `size` bytes from `rest`.
void consume(pieces& rest, std::size_t size);

} // namespace bellwether::upstream
