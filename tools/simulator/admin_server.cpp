#include "simulator/admin_server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>
#include <utility>

namespace bellwether::simulator {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;

admin_server::admin_server(asio::io_context& io, provider_list& providers,
                           const tcp::endpoint& at)
    : io_{io}, providers_{providers}, acceptor_{io, at} {
  asio::co_spawn(io_, accept_all(), asio::detached);
}

void admin_server::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  for (auto* s : open_) {
    s->close(ignored);
  }
}

asio::awaitable<void> admin_server::accept_all() {
  for (;;) {
    auto [ec, s] =
        co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (!ec) {
      asio::co_spawn(io_, serve(std::move(s)), asio::detached);
      continue;
    }
    if (!acceptor_.is_open()) {
      co_return;
    }
    asio::steady_timer pause{io_, std::chrono::milliseconds{50}};
    co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<void> admin_server::serve(socket s) {
  open_.insert(&s);
  boost::system::error_code ignored;
  s.set_option(tcp::no_delay{true}, ignored);
  boost::beast::flat_buffer buffer;
  for (bool more = true; more;) {
    http::request<http::string_body> request;
    auto [read_error, got] = co_await http::async_read(
        s, buffer, request, asio::as_tuple(asio::use_awaitable));
    if (read_error) {
      break;
    }
    const auto r = answer_admin(providers_, request.method_string(),
                                request.target(), request.body());
    more = request.keep_alive();
    auto text = "HTTP/1.1 " + std::to_string(r.status) + " "
                + std::string{http::obsolete_reason(
                    http::int_to_status(static_cast<unsigned>(r.status)))}
                + "\r\n" + r.headers + (more ? "" : "connection: close\r\n")
                + "content-length: " + std::to_string(r.body.size())
                + "\r\n\r\n" + r.body;
    auto [write_error, sent] = co_await asio::async_write(
        s, asio::buffer(text), asio::as_tuple(asio::use_awaitable));
    more = more && !write_error;
  }
  open_.erase(&s);
}

} // namespace bellwether::simulator
