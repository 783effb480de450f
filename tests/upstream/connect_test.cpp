#include "upstream/support/server.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace bellwether::upstream;
using namespace bellwether::upstream::test;
using bellwether::domain::failure_class;
namespace ip = boost::asio::ip;

namespace {

/// A port of 127.0.0.1 where nobody listens, held for as long as this lives.
struct dead_port {
  explicit dead_port(boost::asio::io_context& io)
      : socket(io, {ip::address_v4::loopback(), 0}) {}
  std::uint16_t number() const { return socket.local_endpoint().port(); }
  ip::tcp::socket socket;
};

task<result> ask_at(loop& l, std::string host, std::uint16_t port,
                    exchange_limits limits = {}) {
  pool p = l.make_pool(origin{false, std::move(host), port, ""});
  co_return co_await ask(p, limits);
}

} // namespace

TEST_CASE("a refused connection is unreachable and says where",
          "[upstream][connect]") {
  loop l;
  const dead_port dead(l.io);
  l.run([&]() -> task<> {
    const auto r = co_await ask_at(l, "127.0.0.1", dead.number());
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::unreachable);
    CHECK(why.detail
          == "connect to 127.0.0.1:" + std::to_string(dead.number())
                 + ": connection refused");
  });
}

TEST_CASE("a name that does not exist is unreachable", "[upstream][connect]") {
  loop l;
  l.run([&]() -> task<> {
    const auto r = co_await ask_at(l, "name.invalid", 80);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::unreachable);
    CHECK_THAT(why.detail,
               Catch::StartsWith("look up name.invalid:80: host not found"));
  });
}

TEST_CASE("a look-up that takes too long is unreachable",
          "[upstream][connect]") {
  loop l;
  resolver_cache silent([](const std::string&, const auto&) {}, {});
  pool p(l.io, l.deadlines, silent, origin{false, "slow.test", 80, ""},
         std::nullopt, 8);
  exchange_limits limits;
  limits.connect = 30ms;
  l.run([&]() -> task<> {
    const auto r = co_await ask(p, limits);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::unreachable);
    CHECK_THAT(why.detail, Catch::Contains("30 ms"));
  });
}

TEST_CASE("the next address is tried when one refuses", "[upstream][connect]") {
  loop l;
  server s(l, always(ok("hi")));
  l.hosts["many.test"] = {ip::make_address("127.0.0.2"),
                          ip::make_address("::1"),
                          ip::make_address("127.0.0.1")};
  l.run([&]() -> task<> {
    const auto r = co_await ask_at(l, "many.test", s.port());
    CHECK_FALSE(r.failed);
    CHECK(r.body == "hi");
  });
}

TEST_CASE("localhost reaches a server on IPv4", "[upstream][connect]") {
  loop l;
  server s(l, always(ok("hi")));
  l.run([&]() -> task<> {
    const auto r = co_await ask_at(l, "localhost", s.port());
    CHECK(r.body == "hi");
  });
}

TEST_CASE("a plain origin is asked through its proxy by whole URL",
          "[upstream][connect]") {
  loop l;
  std::string received;
  server s(l, [&](peer_ptr client) -> task<> {
    received = co_await client->request();
    co_await client->say(ok("hi"));
    co_await client->gone();
  });
  l.via = proxy{"127.0.0.1", s.port(), "Basic secret"};
  l.run([&]() -> task<> {
    const auto r = co_await ask_at(l, "name.invalid", 8080);
    CHECK(r.body == "hi");
  });
  CHECK(received
        == "POST http://name.invalid:8080/v1/chat HTTP/1.1\r\n"
           "Host: provider.test\r\nProxy-Authorization: Basic secret\r\n"
           "Content-Length: 5\r\n\r\nhello");
}

TEST_CASE("a proxy that refuses the tunnel makes the origin unreachable",
          "[upstream][connect]") {
  loop l;
  std::string received;
  server s(l, [&](peer_ptr client) -> task<> {
    received = co_await client->request();
    co_await client->say(
        "HTTP/1.1 407 Proxy Authentication Required\r\n"
        "Content-Length: 2\r\n\r\nno");
    co_await client->gone();
  });
  l.via = proxy{"127.0.0.1", s.port(), "Basic secret"};
  pool p = l.make_pool(origin{true, "name.invalid", 443, ""});
  l.run([&]() -> task<> {
    const auto r = co_await ask(p);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::unreachable);
    CHECK_THAT(why.detail, Catch::Contains("407"));
    CHECK_THAT(why.detail, !Catch::Contains("secret"));
  });
  CHECK(received
        == "CONNECT name.invalid:443 HTTP/1.1\r\nHost: name.invalid:443\r\n"
           "Proxy-Authorization: Basic secret\r\n\r\n");
}

TEST_CASE("a proxy that is silent, closes or talks nonsense is unreachable",
          "[upstream][connect]") {
  loop l;
  const std::string said =
      GENERATE("", "silence", "nonsense\r\n\r\n",
               "HTTP/1.1 200 OK\r\n\r\nwhat the origin never said");
  CAPTURE(said);
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    if (said == "silence")
      co_await client->gone();
    else
      co_await client->say(said);
  });
  l.via = proxy{"127.0.0.1", s.port(), ""};
  pool p = l.make_pool(origin{true, "name.invalid", 443, ""});
  exchange_limits limits;
  limits.connect = 50ms;
  l.run([&]() -> task<> {
    const auto r = co_await ask(p, limits);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::unreachable);
  });
}
