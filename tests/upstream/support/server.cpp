#include "upstream/support/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>

namespace bellwether::upstream::test {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

constexpr auto awaited = asio::as_tuple(asio::use_awaitable);

std::size_t content_length(std::string_view head) {
  constexpr std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  if (at == std::string_view::npos)
    return 0;
  const auto digits = head.substr(at + name.size());
  std::size_t size = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), size);
  return size;
}

} // namespace

peer::peer(tcp::socket s, int which, asio::ssl::context* tls)
    : socket(std::move(s)), number(which) {
  if (tls != nullptr)
    tls_.emplace(socket, *tls);
}

task<bool> peer::handshake() {
  if (!tls_)
    co_return true;
  const auto [ec] =
      co_await tls_->async_handshake(asio::ssl::stream_base::server, awaited);
  co_return !ec;
}

task<std::size_t> peer::read_more() {
  std::array<char, 16384> space{};
  const auto buffer = asio::buffer(space);
  auto reading = tls_ ? tls_->async_read_some(buffer, awaited)
                      : socket.async_read_some(buffer, awaited);
  const auto [ec, size] = co_await std::move(reading);
  received_.append(space.data(), size);
  co_return size;
}

task<std::string> peer::request() {
  for (;;) {
    const auto end = received_.find("\r\n\r\n");
    if (end != std::string::npos) {
      const auto size = end + 4 + content_length(received_.substr(0, end + 2));
      if (received_.size() >= size) {
        auto result = received_.substr(0, size);
        received_.erase(0, size);
        co_return result;
      }
    }
    const auto size = co_await read_more();
    if (size == 0)
      co_return "";
  }
}

task<> peer::say(std::string text) {
  const auto buffer = asio::buffer(text);
  auto writing = tls_ ? asio::async_write(*tls_, buffer, awaited)
                      : asio::async_write(socket, buffer, awaited);
  co_await std::move(writing);
}

task<> peer::gone() {
  // Not in the loop's condition: g++ 12 then destroys the wrong frame.
  for (;;) {
    const auto size = co_await read_more();
    received_.clear();
    if (size == 0)
      co_return;
  }
}

void peer::close() {
  boost::system::error_code ignored;
  socket.close(ignored);
}

bool peer::resumed() {
  return tls_ && SSL_session_reused(tls_->native_handle()) == 1;
}

script always(std::string text) {
  return [text = std::move(text)](peer_ptr client) -> task<> {
    for (;;) {
      auto request = co_await client->request();
      if (request.empty())
        co_return;
      co_await client->say(text);
    }
  };
}

std::string ok(std::string_view body) {
  std::string result = "HTTP/1.1 200 OK\r\nContent-Length: ";
  result.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
  return result;
}

server::server(loop& l, script s, asio::ssl::context* tls)
    : state_(std::make_shared<state>(
        tcp::acceptor(l.io, {asio::ip::address_v4::loopback(), 0}),
        std::move(s), tls)) {
  asio::co_spawn(l.io, accept(state_), asio::detached);
}

std::uint16_t server::port() const {
  return state_->acceptor.local_endpoint().port();
}

task<> server::accept(std::shared_ptr<state> s) {
  for (;;) {
    auto [ec, socket] = co_await s->acceptor.async_accept(awaited);
    if (ec)
      co_return;
    auto client =
        std::make_shared<peer>(std::move(socket), ++s->connections, s->tls);
    asio::co_spawn(s->acceptor.get_executor(), serve(s, std::move(client)),
                   asio::detached);
  }
}

task<> server::serve(std::shared_ptr<state> s, peer_ptr client) {
  const bool ready = co_await client->handshake();
  if (ready)
    co_await s->play(client);
  client->close();
}

} // namespace bellwether::upstream::test
