#include "upstream/exchange.hpp"
#include "upstream/support/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <memory>
#include <optional>

using namespace std::chrono_literals;
using namespace bellwether::upstream;
using namespace bellwether::upstream::test;
using bellwether::domain::failure;
using bellwether::domain::failure_class;
using clock_type = std::chrono::steady_clock;

namespace {

/// Says `text` to the first request; then closes or is silent.
script says(std::string text, bool then_closes) {
  return [=](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say(text);
    if (!then_closes)
      co_await client->gone();
  };
}

/// What a whole exchange with such a server fails with.
failure failure_of(script s, exchange_limits limits = {}) {
  loop l;
  server one(l, std::move(s));
  pool p = l.make_pool(one.port());
  result r;
  l.run([&]() -> task<> { r = co_await ask(p, limits); });
  CHECK(p.idle() == 0);
  auto failed = failure_in(r);
  const auto port = std::to_string(one.port());
  CHECK_THAT(failed.detail, Catch::Contains("127.0.0.1:" + port));
  return failed;
}

struct row {
  std::string text;
  failure_class what;
};

} // namespace

TEST_CASE("an answer that breaks off or is no HTTP has its class",
          "[upstream][exchange]") {
  const std::string chunked =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  const auto r = GENERATE_COPY(
      row{"", failure_class::connection_lost},
      row{"HTTP/1.1 200 OK\r\nConte", failure_class::connection_lost},
      row{"HTTP/1.1 100 Continue\r\n\r\n", failure_class::connection_lost},
      row{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi",
          failure_class::truncated},
      row{chunked + "5\r\nhel", failure_class::truncated},
      row{chunked + "5\r\nhello\r\n", failure_class::truncated},
      row{chunked + "zz\r\nhello\r\n", failure_class::bad_answer},
      row{chunked + "5\r\nhello, world\r\n", failure_class::bad_answer},
      row{"garbage\r\n\r\n", failure_class::bad_answer},
      row{"HTTP/1.1 two hundred\r\n\r\n", failure_class::bad_answer},
      row{"HTTP/1.1 200 OK\r\nA b\r\n\r\n", failure_class::bad_answer},
      row{"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nh",
          failure_class::bad_answer},
      row{"HTTP/1.1 101 Switching Protocols\r\n\r\n",
          failure_class::bad_answer});
  CAPTURE(r.text);
  CHECK(failure_of(says(r.text, true)).what == r.what);
}

TEST_CASE("a head of more than 64 KiB is a bad answer",
          "[upstream][exchange]") {
  const std::string value =
      GENERATE(std::string(1'000'000, 'v'), std::string(70'000, 'v'));
  const auto failed = failure_of(says("HTTP/1.1 200 OK\r\nA: " + value, false));
  CHECK(failed.what == failure_class::bad_answer);
}

TEST_CASE("a head of 60 KiB is read", "[upstream][exchange]") {
  loop l;
  std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n";
  for (int i = 0; i < 60; ++i)
    head.append("A: ").append(1000, 'v').append("\r\n");
  server s(l, always(head + "Last: one\r\n\r\nhi"));
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    exchange x(p);
    co_await begin(x);
    CHECK(x.header("last") == "one");
    auto body = co_await x.read_all();
    CHECK(std::get<std::string>(body) == "hi");
  });
}

TEST_CASE("endless chunk extensions are a bad answer", "[upstream][exchange]") {
  const auto failed =
      failure_of(says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"
                          + std::string(200'000, 'x'),
                      false));
  CHECK(failed.what == failure_class::bad_answer);
}

TEST_CASE("a body of more than body_bytes is a bad answer",
          "[upstream][exchange]") {
  const std::string head =
      GENERATE("Content-Length: 11\r\n\r\n",
               "Transfer-Encoding: chunked\r\n\r\nb\r\n", "\r\n");
  exchange_limits limits;
  limits.body_bytes = 10;
  const auto failed = failure_of(
      says("HTTP/1.1 200 OK\r\n" + head + "hello world", false), limits);
  CHECK(failed.what == failure_class::bad_answer);
}

TEST_CASE("no head within first_byte is a timeout", "[upstream][exchange]") {
  exchange_limits limits;
  limits.first_byte = 30ms;
  const std::string said =
      GENERATE("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 100 Continue\r\n\r\n");
  const auto before = clock_type::now();
  CHECK(failure_of(says(said, false), limits).what == failure_class::timed_out);
  CHECK(clock_type::now() - before >= 30ms);
  CHECK(clock_type::now() - before < 5s);
}

TEST_CASE("silence within the body is a timeout", "[upstream][exchange]") {
  exchange_limits limits;
  limits.idle = 30ms;
  const auto failed = failure_of(
      says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi", false), limits);
  CHECK(failed.what == failure_class::timed_out);
  CHECK_THAT(failed.detail, Catch::Contains("silence"));
}

TEST_CASE("a body that trickles is a timeout, but blanks before it are none",
          "[upstream][exchange]") {
  loop l;
  // Blanks for longer than a body may take, then a byte now and then.
  server s(l, [&](peer_ptr client) -> task<> {
    boost::asio::steady_timer pause(l.io);
    co_await client->request();
    std::string next = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
    for (int i = 0; i < 100 && client->socket.is_open(); ++i) {
      co_await client->say(next);
      next = i < 20 ? "\n" : "x";
      pause.expires_after(10ms);
      co_await pause.async_wait(boost::asio::use_awaitable);
    }
  });
  pool p = l.make_pool(s.port());
  exchange_limits limits;
  limits.idle = 100ms;
  const auto before = clock_type::now();
  l.run([&]() -> task<> {
    const auto r = co_await ask(p, limits);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::timed_out);
    CHECK_THAT(why.detail, Catch::Contains("not whole 100 ms after it began"));
  });
  CHECK(clock_type::now() - before >= 300ms);
  CHECK(clock_type::now() - before < 900ms);
}

TEST_CASE("a peer that takes no bytes is a timeout", "[upstream][exchange]") {
  loop l;
  event done(l.io);
  server s(l, [&](peer_ptr) -> task<> { co_await done.wait(); });
  pool p = l.make_pool(s.port());
  // More than the kernel's buffers of both sides take.
  std::string big;
  big.resize(30'000'000, 'x');
  exchange_limits limits;
  limits.idle = 30ms;
  l.run([&]() -> task<> {
    const auto r = co_await ask(p, limits, big);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::timed_out);
    done.set();
  });
}

TEST_CASE("the overall deadline ends every wait", "[upstream][exchange]") {
  const std::string said =
      GENERATE("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
  exchange_limits limits;
  limits.deadline = clock_type::now() + 30ms;
  CHECK(failure_of(says(said, false), limits).what
        == failure_class::deadline_passed);
}

TEST_CASE("a deadline that has passed lets nothing start",
          "[upstream][exchange]") {
  loop l;
  server s(l, always(ok("hi")));
  pool p = l.make_pool(s.port());
  exchange_limits limits;
  limits.deadline = clock_type::now();
  l.run([&]() -> task<> {
    const auto r = co_await ask(p, limits);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::deadline_passed);
  });
  CHECK(s.connections() == 0);
}

TEST_CASE("cancel ends a wait with its reason and closes the connection",
          "[upstream][exchange]") {
  loop l;
  const std::string said =
      GENERATE("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
  event asked(l.io);
  event closed(l.io);
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say(said);
    asked.set();
    co_await client->gone();
    closed.set();
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    exchange x(p);
    const auto canceller = [&]() -> task<> {
      co_await asked.wait();
      x.cancel(failure_class::caller_gone);
    };
    boost::asio::co_spawn(l.io, canceller, boost::asio::detached);
    auto failed = co_await x.start(a_head, "hello", {});
    if (!failed) {
      auto read = co_await x.read_all();
      failed = std::get<failure>(read);
    }
    CHECK(failed->what == failure_class::caller_gone);
    const auto before = clock_type::now();
    co_await closed.wait();
    CHECK(clock_type::now() - before < 100ms);
    auto again = co_await x.read_some();
    CHECK(std::get<failure>(again).what == failure_class::caller_gone);
  });
  CHECK(p.idle() == 0);
}

TEST_CASE("an exchange that is destroyed while it waits ends the wait",
          "[upstream][exchange]") {
  loop l;
  event asked(l.io);
  event ended(l.io);
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    asked.set();
    co_await client->gone();
  });
  pool p = l.make_pool(s.port());
  auto x = std::make_unique<exchange>(p);
  const auto asks = [&]() -> task<> {
    const auto failed = co_await x->start(a_head, "hello", {});
    CHECK(failed->what == failure_class::caller_gone);
    ended.set();
  };
  boost::asio::co_spawn(l.io, asks, boost::asio::detached);
  l.run([&]() -> task<> {
    co_await asked.wait();
    x.reset();
    co_await ended.wait();
  });
}

TEST_CASE("a waiting exchange may be destroyed with its io_context",
          "[upstream][exchange]") {
  const std::string said =
      GENERATE("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
  auto l = std::make_unique<loop>();
  event asked(l->io);
  server s(*l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say(said);
    asked.set();
    co_await client->gone();
  });
  auto p = std::make_unique<pool>(l->io, l->deadlines, l->names,
                                  origin{false, "127.0.0.1", s.port(), ""},
                                  std::nullopt, 8);
  const auto asks = [](pool& to) -> task<> {
    co_await ask(to);
  };
  boost::asio::co_spawn(l->io, asks(*p), boost::asio::detached);
  l->run([&]() -> task<> { co_await asked.wait(); });
  l->io.restart();
  l->io.poll();
  p.reset();
  SUCCEED("and nothing is used after its end");
}
