#pragma once

#include "domain/failure.hpp"
#include "upstream/deadline_watch.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::upstream {

class pool;

/// How long the parts of one exchange may take, and how large it may grow.
struct exchange_limits {
  std::chrono::milliseconds connect{10'000};
  std::chrono::milliseconds first_byte{30'000}; ///< from sent to answer head
  /// Between two body bytes, and for all of a body that is read whole once it
  /// has begun: a trickle is as bad as silence.
  std::chrono::milliseconds idle{60'000};
  time_point deadline = time_point::max(); ///< of the whole exchange
  std::size_t body_bytes =
      std::size_t{64} * 1024 * 1024; ///< of a body read whole
};

/// One request to a provider and its answer, over a pooled connection. Lives
/// on the pool's I/O thread; at most one operation at a time. When it is
/// destroyed after an answer that was read to its end the connection goes back
/// to the pool; in every other case it is closed, and an operation that still
/// runs ends with caller_gone. May outlive its pool, but not start() then.
class exchange {
public:
  explicit exchange(pool& p);
  ~exchange();
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  /// Connects or takes a pooled connection, sends, and reads the answer's head
  /// (skipping 1xx). `head` is the request's head without Content-Length and
  /// without the closing empty line, each line ended by CRLF; it and `body`
  /// stay alive until this returns. A pooled connection that turns out to be
  /// closed before a byte of the answer came is replaced by a fresh one once.
  boost::asio::awaitable<std::optional<domain::failure>> start(
      std::string_view head, std::string_view body,
      const exchange_limits& limits);

  int status() const;

  /// A header of the answer by its name (any case; the first if there are
  /// several), "" if there is none. Valid as long as this.
  std::string_view header(std::string_view name) const;

  /// The rest of the body; longer than limits.body_bytes is a bad_answer.
  boost::asio::awaitable<std::variant<std::string, domain::failure>> read_all();

  /// The next bytes of the body, "" at its end. The view is valid until the
  /// next call.
  boost::asio::awaitable<std::variant<std::string_view, domain::failure>>
  read_some();

  /// Ends the running operation with `why` and closes the connection at once.
  /// Safe at any time on the I/O thread.
  void cancel(domain::failure_class why);

  /// Time spent waiting for the network since start() began: look-up, connect,
  /// sending and receiving.
  std::chrono::nanoseconds waited() const;

private:
  class impl;
  std::shared_ptr<impl> impl_; ///< shared with the operation that runs
};

} // namespace bellwether::upstream
