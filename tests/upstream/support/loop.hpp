#pragma once

#include "upstream/exchange.hpp"
#include "upstream/pool.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>

namespace bellwether::upstream::test {

template <class T = void>
using task = boost::asio::awaitable<T>;

constexpr std::string_view a_head =
    "POST /v1/chat HTTP/1.1\r\nHost: provider.test\r\n";

/// What start() and read_all() gave together.
struct result {
  int status = 0;
  std::string body;
  std::optional<domain::failure> failed;
};

/// What `r` failed with; the test fails if it did not.
domain::failure failure_in(const result& r);

/// One I/O thread's things and a bounded run of them in the test's own thread.
class loop {
public:
  loop();

  /// Runs a coroutine to its end; fails the test if that takes 20 s.
  void run(const std::function<task<>()>& body);

  pool make_pool(origin to, std::size_t max_idle = 8);
  pool make_pool(std::uint16_t port) {
    return make_pool(origin{false, "127.0.0.1", port, ""});
  }

  boost::asio::io_context io{1};
  deadline_watch deadlines{io};
  /// Names that the cache finds; it looks up nothing else.
  std::map<std::string, addresses> hosts;
  resolver_cache names;
  std::optional<proxy> via;
};

/// A whole exchange.
task<result> ask(pool& p, exchange_limits limits = {},
                 std::string body = "hello");

/// Starts an exchange, which succeeds. (Never inside CHECK: its macro repeats
/// the expression in a loop's condition, and g++ 12 then awaits it twice.)
task<> begin(exchange& x);

/// Something that one coroutine waits for and another one makes happen.
class event {
public:
  explicit event(boost::asio::io_context& io);
  void set();
  task<> wait();

private:
  boost::asio::steady_timer timer_;
  bool happened_ = false;
};

} // namespace bellwether::upstream::test
