#pragma once

#include "upstream/support/loop.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace bellwether::upstream::test {

/// A client's connection as the server sees it.
class peer {
public:
  using tcp = boost::asio::ip::tcp;

  peer(tcp::socket s, int which, boost::asio::ssl::context* tls);

  /// False if the client broke the handshake off; true without TLS.
  task<bool> handshake();

  /// The next request with its body; "" once the client has closed.
  task<std::string> request();

  task<> say(std::string text);

  /// Waits until the client has closed; what it still says is dropped.
  task<> gone();

  void close();

  /// Whether the handshake was a short one.
  bool resumed();

  tcp::socket socket;
  int number; ///< 1 for the server's first connection

private:
  task<std::size_t> read_more();

  std::optional<boost::asio::ssl::stream<tcp::socket&>> tls_;
  std::string received_;
};

using peer_ptr = std::shared_ptr<peer>;

/// What a server does with each connection; it is closed afterwards.
using script = std::function<task<>(peer_ptr)>;

/// Answers every request with `text`.
script always(std::string text);

/// "HTTP/1.1 200 OK" with a body of known length.
std::string ok(std::string_view body);

/// A server on a port of its own, in the test's own loop.
class server {
public:
  server(loop& l, script s, boost::asio::ssl::context* tls = nullptr);

  std::uint16_t port() const;

  int connections() const { return state_->connections; }

private:
  struct state {
    boost::asio::ip::tcp::acceptor acceptor;
    script play;
    boost::asio::ssl::context* tls;
    int connections = 0;
  };

  static task<> accept(std::shared_ptr<state> s);
  static task<> serve(std::shared_ptr<state> s, peer_ptr client);

  std::shared_ptr<state> state_;
};

} // namespace bellwether::upstream::test
