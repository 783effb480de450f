#pragma once

#include "simulator/admin_api.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <set>

namespace bellwether::simulator {

/// The HTTP front of the admin interface, on the I/O thread.
class admin_server {
public:
  /// Listens at once. Throws boost::system::system_error when the port is
  /// taken.
  admin_server(boost::asio::io_context& io, provider_list& providers,
               const boost::asio::ip::tcp::endpoint& at);

  boost::asio::ip::tcp::endpoint endpoint() const {
    return acceptor_.local_endpoint();
  }

  void stop();

private:
  using socket = boost::asio::ip::tcp::socket;

  boost::asio::awaitable<void> accept_all();
  boost::asio::awaitable<void> serve(socket s);

  boost::asio::io_context& io_;
  provider_list& providers_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::set<socket*> open_;
};

} // namespace bellwether::simulator
