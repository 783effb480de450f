#pragma once

#include "domain/failure.hpp"
#include "upstream/answer_parser.hpp"
#include "upstream/connection.hpp"
#include "upstream/deadline_watch.hpp"
#include "upstream/exchange.hpp"
#include "upstream/pool_state.hpp"
#include "upstream/resolver_cache.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::upstream {

/// The state of one exchange. Its operations hold it, so that it outlives the
/// exchange if that is destroyed while one of them waits.
class exchange::impl final : public watched {
public:
  using error_code = boost::system::error_code;
  using failure_class = domain::failure_class;
  using maybe_failure = std::optional<domain::failure>;
  using milliseconds = std::chrono::milliseconds;
  using self_ptr = std::shared_ptr<impl>;
  template <class T>
  using awaitable = boost::asio::awaitable<T>;

  explicit impl(std::shared_ptr<pool_state> pool);

  static awaitable<maybe_failure> start(self_ptr self, std::string_view head,
                                        std::string_view body,
                                        exchange_limits limits);
  static awaitable<std::variant<std::string, domain::failure>> read_all(
      self_ptr self);
  static awaitable<std::variant<std::string_view, domain::failure>> read_some(
      self_ptr self);

  void cancel(failure_class why);

  /// Gives the connection back if it is good for another exchange, else closes
  /// it.
  void finish();

  void expired() override;

  int status() const { return parser_ ? parser_->status() : 0; }
  std::string_view header(std::string_view name) const;
  std::chrono::nanoseconds waited() const { return waited_; }

private:
  /// What is being waited for: it decides the class of a wait that is too long
  /// and how that is told.
  enum class stage { resolve, connect, tunnel, handshake, send, answer, body };

  // exchange_connect.cpp: from nothing to a connection that takes a request.
  awaitable<maybe_failure> connect();
  awaitable<maybe_failure> connect_to_any(addresses candidates,
                                          std::uint16_t port);
  awaitable<error_code> connect_to(boost::asio::ip::tcp::endpoint where,
                                   time_point until);
  awaitable<maybe_failure> open_tunnel(const proxy& via);
  awaitable<maybe_failure> secure();
  domain::failure connect_failure(std::string_view reason);
  std::string next_hop() const;

  // exchange.cpp
  awaitable<maybe_failure> round_trip(std::string_view head,
                                      std::string_view body);
  awaitable<maybe_failure> send(pieces rest);
  pieces frame(std::string_view head, std::string_view body);

  // exchange_answer.cpp
  awaitable<maybe_failure> receive_head(time_point until);
  awaitable<maybe_failure> receive_body_bytes();
  maybe_failure parse_head();
  maybe_failure parse_body(std::string& sink);

  // exchange_wait.cpp
  void begin_wait(stage s, time_point until);
  /// False if the wait was ended by its deadline or by cancel().
  bool end_wait();
  void end(failure_class why);
  domain::failure ended_failure() const;
  std::string ended_detail(failure_class why) const;
  /// Closes the connection; what ended the exchange before wins.
  domain::failure fail(failure_class what, std::string detail);
  std::string peer() const;

  // Whoever parses or asks has emplaced it.
  answer_parser& parser() {
    return *parser_; // NOLINT(bugprone-unchecked-optional-access)
  }

  std::shared_ptr<pool_state> pool_;
  exchange_limits limits_;
  std::unique_ptr<connection> conn_;
  std::optional<answer_parser> parser_;
  std::optional<boost::asio::steady_timer> look_up_; ///< ends resolve()
  std::optional<failure_class> ended_;
  stage stage_ = stage::resolve;
  bool more_addresses_ = false; ///< a late connect only ends this address
  bool answered_ = false;       ///< a byte of the answer has come
  bool sent_all_ = false;
  time_point connect_by_;
  time_point whole_by_ = time_point::max(); ///< of a body that is read whole
  time_point wait_began_;
  std::chrono::nanoseconds waited_{0};
};

/// What happened, as error texts are told here: in lower case.
std::string reason_of(const boost::system::error_code& ec);

/// The parts in a row.
template <class... Parts>
std::string sentence(const Parts&... parts) {
  std::string result;
  (result.append(parts), ...);
  return result;
}

} // namespace bellwether::upstream
