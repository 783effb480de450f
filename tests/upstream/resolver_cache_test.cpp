#include "upstream/resolver_cache.hpp"

#include "upstream/support/loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>

#include <vector>

using namespace std::chrono_literals;
using namespace bellwether::upstream;
using namespace bellwether::upstream::test;
namespace asio = boost::asio;

namespace {

/// A cache over a resolver that the test answers for.
struct fixture {
  loop l;
  std::vector<std::pair<std::string, resolver_cache::done>> asked;

  resolver_cache make(resolver_times times = {}) {
    return {[this](const std::string& host, resolver_cache::done done) {
              asked.emplace_back(host, std::move(done));
            },
            times};
  }

  void answer(std::size_t index, const std::string& address) {
    resolver_cache::answer a;
    if (address.empty())
      a.error = asio::error::host_not_found;
    else
      a.found = {asio::ip::make_address(address)};
    asked.at(index).second(a);
  }

  /// Answers the query `index` once the loop has suspended the caller.
  void answer_soon(std::size_t index, const std::string& address) {
    asio::post(l.io, [=, this] { answer(index, address); });
  }

  /// Looks `host` up, which gives this address or error text.
  task<> expect(resolver_cache& cache, std::string host, std::string answer) {
    asio::steady_timer wait(l.io);
    const auto got = co_await cache.resolve(std::move(host), wait);
    CHECK((got.error ? got.error.message() : got.found.at(0).to_string())
          == answer);
  }
};

const std::string not_found =
    boost::system::error_code(asio::error::host_not_found).message();

} // namespace

TEST_CASE("a name is asked for once while it is fresh",
          "[upstream][resolver]") {
  fixture f;
  auto cache = f.make();
  f.l.run([&]() -> task<> {
    f.answer_soon(0, "192.0.2.1");
    co_await f.expect(cache, "a.test", "192.0.2.1");
    co_await f.expect(cache, "a.test", "192.0.2.1");
    CHECK(f.asked.size() == 1);
  });
}

TEST_CASE("concurrent questions for a name share one query",
          "[upstream][resolver]") {
  fixture f;
  auto cache = f.make();
  int answered = 0;
  event all(f.l.io);
  const auto one = [&]() -> task<> {
    co_await f.expect(cache, "a.test", "192.0.2.1");
    if (++answered == 3)
      all.set();
  };
  for (int i = 0; i < 3; ++i)
    asio::co_spawn(f.l.io, one, asio::detached);
  f.l.run([&]() -> task<> {
    f.answer_soon(0, "192.0.2.1");
    co_await all.wait();
  });
  CHECK(f.asked.size() == 1);
}

TEST_CASE("a failure is remembered for its time", "[upstream][resolver]") {
  fixture f;
  resolver_times times;
  SECTION("and not asked about again within it") {
    auto cache = f.make(times);
    f.l.run([&]() -> task<> {
      f.answer_soon(0, "");
      co_await f.expect(cache, "a.test", not_found);
      co_await f.expect(cache, "a.test", not_found);
      CHECK(f.asked.size() == 1);
    });
  }
  SECTION("and asked about again after it") {
    times.failed = 0ms;
    auto cache = f.make(times);
    f.l.run([&]() -> task<> {
      f.answer_soon(0, "");
      co_await f.expect(cache, "a.test", not_found);
      f.answer_soon(1, "192.0.2.1");
      co_await f.expect(cache, "a.test", "192.0.2.1");
    });
  }
}

TEST_CASE("what is known is served when its refresh fails",
          "[upstream][resolver]") {
  fixture f;
  resolver_times times;
  times.found = 0ms;
  SECTION("as long as it is not too old") {
    auto cache = f.make(times);
    f.l.run([&]() -> task<> {
      f.answer_soon(0, "192.0.2.1");
      co_await f.expect(cache, "a.test", "192.0.2.1");
      f.answer_soon(1, "");
      co_await f.expect(cache, "a.test", "192.0.2.1");
      co_await f.expect(cache, "a.test", "192.0.2.1");
      CHECK(f.asked.size() == 2);
    });
  }
  SECTION("or hangs") {
    times.refresh = 20ms;
    auto cache = f.make(times);
    f.l.run([&]() -> task<> {
      f.answer_soon(0, "192.0.2.1");
      co_await f.expect(cache, "a.test", "192.0.2.1");
      co_await f.expect(cache, "a.test", "192.0.2.1");
      CHECK(f.asked.size() == 2);
    });
  }
  SECTION("but not when it is too old") {
    times.stale = 0ms;
    auto cache = f.make(times);
    f.l.run([&]() -> task<> {
      f.answer_soon(0, "192.0.2.1");
      co_await f.expect(cache, "a.test", "192.0.2.1");
      f.answer_soon(1, "");
      co_await f.expect(cache, "a.test", not_found);
    });
  }
}

TEST_CASE("a wait for a name can be ended", "[upstream][resolver]") {
  fixture f;
  auto cache = f.make();
  f.l.run([&]() -> task<> {
    asio::steady_timer wait(f.l.io);
    asio::post(f.l.io, [&] { wait.cancel(); });
    const auto found = co_await cache.resolve("a.test", wait);
    CHECK(found.error == asio::error::operation_aborted);
  });
  f.answer(0, "192.0.2.1");
}

TEST_CASE("a query may be answered after its cache is gone",
          "[upstream][resolver]") {
  fixture f;
  {
    auto cache = f.make();
    asio::co_spawn(f.l.io, f.expect(cache, "a.test", ""), asio::detached);
    f.l.io.poll();
  }
  REQUIRE(f.asked.size() == 1);
  f.answer(0, "192.0.2.1");
}

TEST_CASE("the number of remembered names is bounded", "[upstream][resolver]") {
  fixture f;
  resolver_times times;
  times.names = 2;
  auto cache = f.make(times);
  f.l.run([&]() -> task<> {
    std::size_t count = 0;
    for (const char* name : {"a.test", "b.test", "c.test", "a.test"}) {
      f.answer_soon(count++, "192.0.2.1");
      co_await f.expect(cache, name, "192.0.2.1");
    }
    CHECK(f.asked.size() == 4);
  });
}

TEST_CASE("addresses and names of RFC 6761 need no query",
          "[upstream][resolver]") {
  fixture f;
  auto cache = f.make();
  f.l.run([&]() -> task<> {
    co_await f.expect(cache, "192.0.2.9", "192.0.2.9");
    co_await f.expect(cache, "2001:db8::1", "2001:db8::1");
    co_await f.expect(cache, "name.invalid", not_found);
    asio::steady_timer wait(f.l.io);
    const auto local = co_await cache.resolve("localhost", wait);
    REQUIRE(local.found.size() == 2);
    CHECK(local.found[0].is_v4() != local.found[1].is_v4());
  });
  CHECK(f.asked.empty());
}

TEST_CASE("the system's resolver is asked by default", "[upstream][resolver]") {
  fixture f;
  resolver_cache cache(f.l.io);
  f.l.run([&]() -> task<> {
    asio::steady_timer wait(f.l.io);
    // An empty label: refused before a packet is sent.
    const auto found = co_await cache.resolve("not..a.name", wait);
    CHECK(found.error);
    CHECK(found.error != asio::error::operation_aborted);
  });
}
