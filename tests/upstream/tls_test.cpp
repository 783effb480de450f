#include "upstream/support/certificates.hpp"
#include "upstream/support/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace bellwether::upstream;
using namespace bellwether::upstream::test;
using bellwether::domain::failure_class;
namespace asio = boost::asio;

namespace {

struct fixture {
  fixture() { l.hosts["right.test"] = {asio::ip::address_v4::loopback()}; }

  result ask_once(std::string host, const server& s,
                  exchange_limits limits = {}) {
    pool p = l.make_pool(origin{true, std::move(host), s.port(), ""});
    result r;
    l.run([&]() -> task<> { r = co_await ask(p, limits); });
    return r;
  }

  authority& ca = trusted_authority();
  loop l;
};

/// Copies what one side says to the other until it closes.
task<> relay(std::shared_ptr<asio::ip::tcp::socket> from,
             std::shared_ptr<asio::ip::tcp::socket> to) {
  constexpr auto awaited = asio::as_tuple(asio::use_awaitable);
  std::array<char, 4096> space{};
  for (;;) {
    const auto [ec, size] =
        co_await from->async_read_some(asio::buffer(space), awaited);
    if (ec)
      break;
    co_await asio::async_write(*to, asio::buffer(space.data(), size), awaited);
  }
  boost::system::error_code ignored;
  to->close(ignored);
}

} // namespace

TEST_CASE("a certificate for the host by a trusted authority is accepted",
          "[upstream][tls]") {
  fixture f;
  const auto context = f.ca.server_for("DNS:right.test,IP:127.0.0.1");
  server s(f.l, always(ok("hi")), context.get());
  const std::string host = GENERATE("right.test", "127.0.0.1");
  CAPTURE(host);
  const auto r = f.ask_once(host, s);
  CHECK_FALSE(r.failed);
  CHECK(r.body == "hi");
}

TEST_CASE("a certificate for somebody else is refused", "[upstream][tls]") {
  fixture f;
  const auto context = f.ca.server_for("DNS:wrong.test,IP:127.0.0.9");
  server s(f.l, always(ok("hi")), context.get());
  const std::string host = GENERATE("right.test", "127.0.0.1");
  CAPTURE(host);
  const auto r = f.ask_once(host, s);
  const auto why = failure_in(r);
  CHECK(why.what == failure_class::unreachable);
  CHECK_THAT(why.detail, Catch::StartsWith("TLS with " + host + ":"));
  CHECK_THAT(why.detail, Catch::EndsWith("mismatch"));
}

TEST_CASE("a certificate by an unknown authority is refused",
          "[upstream][tls]") {
  fixture f;
  const authority other("unknown authority");
  const auto context = other.server_for("DNS:right.test");
  server s(f.l, always(ok("hi")), context.get());
  const auto r = f.ask_once("right.test", s);
  const auto why = failure_in(r);
  CHECK(why.what == failure_class::unreachable);
  CHECK_THAT(why.detail, Catch::Contains("issuer certificate"));
}

TEST_CASE("a server that does not talk TLS is unreachable", "[upstream][tls]") {
  fixture f;
  SECTION("because it says something else") {
    server s(f.l, [](peer_ptr client) -> task<> {
      co_await client->say("HTTP/1.1 400 Bad Request\r\n\r\n");
      co_await client->gone();
    });
    const auto r = f.ask_once("right.test", s);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::unreachable);
  }
  SECTION("because it says nothing within the connect limit") {
    server s(f.l, [](peer_ptr client) -> task<> { co_await client->gone(); });
    exchange_limits limits;
    limits.connect = 30ms;
    const auto r = f.ask_once("right.test", s, limits);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::unreachable);
    CHECK_THAT(why.detail, Catch::Contains("30 ms"));
  }
}

TEST_CASE("a second connection resumes the first one's session",
          "[upstream][tls]") {
  fixture f;
  const auto context = f.ca.server_for("DNS:right.test");
  const int version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  SSL_CTX_set_max_proto_version(context->native_handle(), version);
  std::vector<bool> resumed;
  server s(
      f.l,
      [&](peer_ptr client) -> task<> {
        resumed.push_back(client->resumed());
        co_await client->request();
        co_await client->say(ok("hi"));
        co_await client->gone();
      },
      context.get());
  pool p = f.l.make_pool(origin{true, "right.test", s.port(), ""});
  f.l.run([&]() -> task<> {
    for (int i = 0; i < 3; ++i) {
      const auto r = co_await ask(p);
      CHECK(r.body == "hi");
      p.close_idle();
    }
  });
  CHECK(resumed == std::vector<bool>{false, true, true});
}

TEST_CASE("a TLS connection is kept and large bodies pass", "[upstream][tls]") {
  fixture f;
  const auto context = f.ca.server_for("DNS:right.test");
  const std::string up(1'000'000, 'u');
  const std::string down(1'000'000, 'd');
  std::size_t received = 0;
  server s(
      f.l,
      [&](peer_ptr client) -> task<> {
        for (;;) {
          const auto request = co_await client->request();
          if (request.empty())
            co_return;
          received += request.ends_with(up) ? request.size() : 0;
          co_await client->say(ok(down));
        }
      },
      context.get());
  pool p = f.l.make_pool(origin{true, "right.test", s.port(), ""});
  f.l.run([&]() -> task<> {
    for (int i = 0; i < 2; ++i) {
      const auto r = co_await ask(p, {}, up);
      CHECK_FALSE(r.failed);
      CHECK((r.body == down));
    }
  });
  CHECK(received > 2 * up.size());
  CHECK(s.connections() == 1);
}

TEST_CASE("a body that ends without TLS's own end is truncated",
          "[upstream][tls]") {
  fixture f;
  const auto context = f.ca.server_for("DNS:right.test");
  server s(
      f.l,
      [](peer_ptr client) -> task<> {
        co_await client->request();
        co_await client->say("HTTP/1.1 200 OK\r\n\r\nsome of it");
      },
      context.get());
  const auto r = f.ask_once("right.test", s);
  const auto why = failure_in(r);
  CHECK(why.what == failure_class::truncated);
}

TEST_CASE("a TLS origin is reached through a proxy's tunnel",
          "[upstream][tls]") {
  fixture f;
  const auto context = f.ca.server_for("DNS:right.test");
  server behind(f.l, always(ok("hi")), context.get());
  server front(f.l, [&](peer_ptr client) -> task<> {
    constexpr auto awaited = asio::as_tuple(asio::use_awaitable);
    co_await client->request();
    auto to = std::make_shared<asio::ip::tcp::socket>(f.l.io);
    const asio::ip::tcp::endpoint where(asio::ip::address_v4::loopback(),
                                        behind.port());
    co_await to->async_connect(where, awaited);
    co_await client->say("HTTP/1.1 200 Connection established\r\n\r\n");
    auto from =
        std::make_shared<asio::ip::tcp::socket>(std::move(client->socket));
    asio::co_spawn(f.l.io, relay(to, from), asio::detached);
    co_await relay(from, to);
  });
  f.l.via = proxy{"127.0.0.1", front.port(), ""};
  pool p = f.l.make_pool(origin{true, "right.test", 443, ""});
  f.l.run([&]() -> task<> {
    for (int i = 0; i < 2; ++i) {
      const auto r = co_await ask(p);
      CHECK_FALSE(r.failed);
      CHECK(r.body == "hi");
    }
  });
  CHECK(front.connections() == 1);
  CHECK(behind.connections() == 1);
}
