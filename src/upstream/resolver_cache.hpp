#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bellwether::upstream {

using addresses = std::vector<boost::asio::ip::address>;

/// How long a resolver_cache keeps what it knows.
struct resolver_times {
  std::chrono::milliseconds found{60'000};
  std::chrono::milliseconds failed{2'000};  ///< no new query so long
  std::chrono::milliseconds stale{600'000}; ///< served when a refresh fails
  std::chrono::milliseconds refresh{500};   ///< patience if there is a stale
  std::size_t names = 256;                  ///< remembered at most
};

/// The names that one I/O thread has looked up. Concurrent questions for one
/// name share a query. Not thread-safe.
class resolver_cache {
public:
  struct answer {
    boost::system::error_code error; ///< operation_aborted if `wait` was ended
    addresses found;                 ///< not empty without an error
  };

  using done = std::function<void(answer)>;

  /// Asks for a host's addresses; calls back on the I/O thread.
  using query = std::function<void(const std::string& host, done)>;

  /// Asks the system's resolver, which blocks a thread of its own.
  explicit resolver_cache(boost::asio::io_context& io,
                          resolver_times times = {});

  resolver_cache(query ask, resolver_times times);
  ~resolver_cache();
  resolver_cache(const resolver_cache&) = delete;
  resolver_cache& operator=(const resolver_cache&) = delete;

  /// The addresses of `host`, at once for an address or a known name.
  /// Cancelling `wait`, which outlives the call, ends it early.
  boost::asio::awaitable<answer> resolve(std::string host,
                                         boost::asio::steady_timer& wait);

private:
  class memory;
  std::shared_ptr<memory> memory_;
};

} // namespace bellwether::upstream
