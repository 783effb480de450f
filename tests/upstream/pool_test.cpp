#include "upstream/pool.hpp"

#include "upstream/support/server.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <vector>

using namespace std::chrono_literals;
using namespace bellwether::upstream;
using namespace bellwether::upstream::test;
using bellwether::domain::failure_class;

TEST_CASE("exchanges in turn share a connection", "[upstream][pool]") {
  loop l;
  server s(l, always(ok("hi")));
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    for (int i = 0; i < 5; ++i) {
      const auto r = co_await ask(p);
      CHECK(r.body == "hi");
      CHECK(p.idle() == 1);
    }
  });
  CHECK(s.connections() == 1);
}

TEST_CASE("the connection that was used last is used first",
          "[upstream][pool]") {
  loop l;
  std::vector<int> used;
  server s(l, [&](peer_ptr client) -> task<> {
    for (;;) {
      auto request = co_await client->request();
      if (request.empty())
        co_return;
      used.push_back(client->number);
      co_await client->say(ok("hi"));
    }
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    {
      auto first = std::make_unique<exchange>(p);
      exchange second(p);
      co_await begin(*first);
      co_await begin(second);
      co_await second.read_all();
      co_await first->read_all();
      first.reset();
    }
    REQUIRE(p.idle() == 2);
    co_await ask(p);
  });
  CHECK(used == std::vector<int>{1, 2, 2});
}

TEST_CASE("no more than max_idle connections are kept", "[upstream][pool]") {
  loop l;
  server s(l, always(ok("hi")));
  const std::size_t max_idle = GENERATE(0U, 1U);
  pool p = l.make_pool(origin{false, "127.0.0.1", s.port(), ""}, max_idle);
  l.run([&]() -> task<> {
    exchange first(p);
    exchange second(p);
    for (auto* x : {&first, &second}) {
      co_await begin(*x);
      co_await x->read_all();
    }
  });
  CHECK(p.idle() == max_idle);
}

TEST_CASE("a connection that is not at a clean end is not kept",
          "[upstream][pool]") {
  loop l;
  const std::string answer = GENERATE(
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi",
      "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi, and more");
  CAPTURE(answer);
  server s(l, always(answer));
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    const auto r = co_await ask(p);
    CHECK_FALSE(r.failed);
    CHECK(r.body == "hi");
  });
  CHECK(p.idle() == 0);
}

TEST_CASE("a connection whose body was not read is closed",
          "[upstream][pool]") {
  loop l;
  event closed(l.io);
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
    co_await client->gone();
    closed.set();
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    {
      exchange x(p);
      co_await begin(x);
    }
    CHECK(p.idle() == 0);
    co_await closed.wait();
  });
}

TEST_CASE("a pooled connection that the server has closed is replaced",
          "[upstream][pool]") {
  loop l;
  event closed(l.io);
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say(ok("hi"));
    client->close();
    closed.set();
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    co_await ask(p);
    CHECK(p.idle() == 1);
    co_await closed.wait();
    const auto r = co_await ask(p);
    CHECK_FALSE(r.failed);
    CHECK(r.body == "hi");
  });
  CHECK(s.connections() == 2);
}

TEST_CASE("a pooled connection that closes on the request is replaced once",
          "[upstream][pool]") {
  loop l;
  // Looks alive when it is taken: the server closes when the request comes.
  int lost = 0;
  const bool recovers = GENERATE(true, false);
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    if (client->number > 1 && !recovers)
      co_return;
    co_await client->say(ok("hi"));
    co_await client->request();
    ++lost;
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    co_await ask(p);
    const auto r = co_await ask(p);
    CHECK(r.failed.has_value() != recovers);
    if (r.failed)
      CHECK(r.failed->what == failure_class::connection_lost);
  });
  CHECK(lost == 1);
  CHECK(s.connections() == 2);
}

TEST_CASE("a request is not sent again once a byte of the answer came",
          "[upstream][pool]") {
  loop l;
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say(ok("hi"));
    co_await client->request();
    co_await client->say("H");
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    co_await ask(p);
    const auto r = co_await ask(p);
    const auto why = failure_in(r);
    CHECK(why.what == failure_class::connection_lost);
  });
  CHECK(s.connections() == 1);
}

TEST_CASE("close_idle closes what has been idle for long enough",
          "[upstream][pool]") {
  loop l;
  event closed(l.io);
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say(ok("hi"));
    co_await client->gone();
    closed.set();
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    co_await ask(p);
    p.close_idle(10s);
    CHECK(p.idle() == 1);
    p.close_idle();
    CHECK(p.idle() == 0);
    co_await closed.wait();
  });
}

TEST_CASE("an exchange may outlive its pool", "[upstream][pool]") {
  loop l;
  server s(l, always(ok("hi")));
  l.run([&]() -> task<> {
    auto p = std::make_unique<pool>(l.io, l.deadlines, l.names,
                                    origin{false, "127.0.0.1", s.port(), ""},
                                    std::nullopt, 8);
    exchange x(*p);
    co_await begin(x);
    p.reset();
    auto body = co_await x.read_all();
    CHECK(std::get<std::string>(body) == "hi");
  });
}
