#include "upstream/exchange.hpp"

#include "upstream/support/server.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace std::chrono_literals;
using namespace bellwether::upstream;
using namespace bellwether::upstream::test;
using bellwether::domain::failure_class;

TEST_CASE("a request is sent as it was given and its answer read",
          "[upstream][exchange]") {
  loop l;
  std::string received;
  server s(l, [&](peer_ptr client) -> task<> {
    received = co_await client->request();
    co_await client->say(
        "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n"
        "X-Request-Id: r1\r\nx-request-id: r2\r\n\r\nhi");
    co_await client->gone();
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    exchange x(p);
    co_await begin(x);
    CHECK(x.status() == 201);
    CHECK(x.header("X-REQUEST-ID") == "r1");
    CHECK(x.header("x-other").empty());
    auto body = co_await x.read_all();
    CHECK(std::get<std::string>(body) == "hi");
    CHECK(x.waited() > 0ns);
  });
  CHECK(received == std::string(a_head) + "Content-Length: 5\r\n\r\nhello");
}

TEST_CASE("a request without a body has no Content-Length",
          "[upstream][exchange]") {
  loop l;
  std::string received;
  server s(l, [&](peer_ptr client) -> task<> {
    received = co_await client->request();
    co_await client->say(ok("models"));
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    exchange x(p);
    CHECK_FALSE(
        co_await x.start("GET /v1/models HTTP/1.1\r\nHost: h\r\n", "", {}));
    auto body = co_await x.read_all();
    CHECK(std::get<std::string>(body) == "models");
  });
  CHECK(received == "GET /v1/models HTTP/1.1\r\nHost: h\r\n\r\n");
}

TEST_CASE("bodies larger than every buffer arrive whole",
          "[upstream][exchange]") {
  loop l;
  std::string up(3'000'000, 'u');
  std::string down(3'000'000, 'd');
  for (std::size_t i = 0; i < down.size(); i += 1000)
    down[i] = up[i] = static_cast<char>('A' + i / 1000 % 26);
  std::string received;
  server s(l, [&](peer_ptr client) -> task<> {
    received = co_await client->request();
    co_await client->say(ok(down));
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    const auto r = co_await ask(p, {}, up);
    CHECK_FALSE(r.failed);
    CHECK((r.body == down));
  });
  CHECK(received.ends_with(up));
}

TEST_CASE("a chunked body is put together", "[upstream][exchange]") {
  loop l;
  server s(l, always("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "5\r\nhello\r\n7;ext=1\r\n, world\r\n0\r\nT: 1\r\n\r\n"));
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    for (int i = 0; i < 2; ++i) {
      const auto r = co_await ask(p);
      CHECK_FALSE(r.failed);
      CHECK(r.body == "hello, world");
    }
  });
  CHECK(s.connections() == 1);
}

TEST_CASE("an answer in single bytes is the same answer",
          "[upstream][exchange]") {
  loop l;
  server s(l, [](peer_ptr client) -> task<> {
    co_await client->request();
    const std::string_view text =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\n\r\n"
        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for (const char c : text)
      co_await client->say(std::string(1, c));
    co_await client->gone();
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    const auto r = co_await ask(p);
    CHECK_FALSE(r.failed);
    CHECK(r.body == "abcde");
  });
  CHECK(p.idle() == 1);
}

TEST_CASE("a body without a length ends with its connection",
          "[upstream][exchange]") {
  loop l;
  server s(l, [](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say("HTTP/1.1 200 OK\r\n\r\nall of it");
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    const auto r = co_await ask(p);
    CHECK_FALSE(r.failed);
    CHECK(r.body == "all of it");
  });
  CHECK(p.idle() == 0);
}

TEST_CASE("an answer that has no body is at its end", "[upstream][exchange]") {
  loop l;
  const std::string head =
      GENERATE("204 No Content\r\n", "304 Not Modified\r\n",
               "200 OK\r\nContent-Length: 0\r\n");
  server s(l, always("HTTP/1.1 " + head + "\r\n"));
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    const auto r = co_await ask(p);
    CHECK_FALSE(r.failed);
    CHECK(r.body.empty());
  });
  CHECK(p.idle() == 1);
}

TEST_CASE("interim answers are skipped", "[upstream][exchange]") {
  loop l;
  server s(l, [](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say("HTTP/1.1 100 Continue\r\n\r\n");
    co_await client->say("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                         + ok("final"));
    co_await client->gone();
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    exchange x(p);
    co_await begin(x);
    CHECK(x.status() == 200);
    CHECK(x.header("Link").empty());
    auto body = co_await x.read_all();
    CHECK(std::get<std::string>(body) == "final");
  });
}

TEST_CASE("a stream is handed on as it comes", "[upstream][exchange]") {
  loop l;
  event go_on(l.io);
  server s(l, [&](peer_ptr client) -> task<> {
    co_await client->request();
    co_await client->say(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
    co_await go_on.wait();
    co_await client->say("3\r\ntwo\r\n2\r\n++\r\n");
    co_await client->say("0\r\n\r\n");
    co_await client->gone();
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    exchange x(p);
    co_await begin(x);
    auto part = co_await x.read_some();
    CHECK(std::get<std::string_view>(part) == "one");
    go_on.set();
    std::string rest;
    do {
      part = co_await x.read_some();
      REQUIRE(std::holds_alternative<std::string_view>(part));
      rest += std::get<std::string_view>(part);
    } while (!std::get<std::string_view>(part).empty());
    CHECK(rest == "two++");
    part = co_await x.read_some();
    CHECK(std::get<std::string_view>(part).empty());
  });
  CHECK(p.idle() == 1);
}

TEST_CASE("one read gives at most 16 KiB", "[upstream][exchange]") {
  loop l;
  server s(l, always(ok(std::string(200'000, 'x'))));
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    exchange x(p);
    co_await begin(x);
    std::size_t total = 0;
    for (;;) {
      auto part = co_await x.read_some();
      const auto size = std::get<std::string_view>(part).size();
      CHECK(size <= 16'384);
      total += size;
      if (size == 0)
        break;
    }
    CHECK(total == 200'000);
  });
}

TEST_CASE("an answer to a request that is still being sent is heard",
          "[upstream][exchange]") {
  loop l;
  server s(l, [](peer_ptr client) -> task<> {
    co_await client->say(
        "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
  });
  pool p = l.make_pool(s.port());
  l.run([&]() -> task<> {
    const auto r = co_await ask(p, {}, std::string(8'000'000, 'u'));
    // The reset may overtake the answer: then it is a lost connection.
    if (r.failed)
      CHECK(r.failed->what == failure_class::connection_lost);
    else
      CHECK(r.body == "big");
  });
  CHECK(p.idle() == 0);
}
