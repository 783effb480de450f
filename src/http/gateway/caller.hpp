#pragma once

#include "http/gateway/hashed_secret.hpp"
#include "http/gateway/reply.hpp"
#include "http/gateway/timeout.hpp"
#include "http/gateway/worker.hpp"
#include "settings/settings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::http {

using caller_request =
    boost::beast::http::request<boost::beast::http::string_body>;

/// Why no request could be read.
enum class read_end {
  closed,    ///< the caller left, or kept an idle connection too long
  timed_out, ///< it began a request and did not finish it in time
  malformed, ///< not HTTP/1.x, or ambiguous framing
  head_too_large,
  body_too_large,
  bad_expectation, ///< an Expect that is not 100-continue
};

/// A caller's connection: reads its requests one by one, writes the answers,
/// and notices when it leaves. Lives on its worker's thread. Every wait has a
/// deadline from the limits.
class caller : public std::enable_shared_from_this<caller> {
public:
  caller(boost::asio::ip::tcp::socket socket, worker& at,
         const settings::gateway_limits& limits);
  ~caller();

  /// The next request, with its body, or why there is none. Pipelined requests
  /// come one after the other.
  boost::asio::awaitable<std::optional<read_end>> read();

  /// The request read last. Valid until the next read.
  caller_request& request() { return parser_->get(); }

  /// 10 or 11.
  unsigned request_version() const { return parser_->get().version(); }

  /// Whether the request says that its sender reads trailers: some clients
  /// stumble over them (RFC 9110, 6.5.1).
  bool takes_trailers() const;

  /// Whether the connection goes on after the answer that is written now.
  bool keep_alive() const { return keep_alive_; }
  void close_after_answer() { keep_alive_ = false; }

  /// Writes a complete answer. All writes: false = the caller is gone.
  boost::asio::awaitable<bool> send(reply answer, bool head_only = false);

  /// Begins an answer of unknown length, with its first bytes.
  boost::asio::awaitable<bool> start_stream(header_list headers,
                                            std::string_view first);
  boost::asio::awaitable<bool> stream(std::string_view bytes);
  boost::asio::awaitable<bool> end_stream(header_list trailers);

  /// The same without waiting. Bytes for a caller that does not even take what
  /// came before are left out.
  void start_stream_now(header_list headers, std::string_view first);
  void stream_now(std::string_view bytes);

  /// Says that no more is coming and waits shortly until the caller has read
  /// what was sent, so that a reset does not destroy it on its way.
  boost::asio::awaitable<void> close_gently();

  /// Whether it has sent more than was read. Closing then resets the
  /// connection, and an answer on its way is lost.
  bool has_unread() const;

  /// Closes at once.
  void abort();

  /// Closes if it waits for a request, else after the running answer.
  void drain();

  /// Closes at once, and lets an answer that is being made know.
  void cut();

  /// Calls `then` when the caller leaves while an answer is being made. The
  /// watch begins after `departure_grace`: most answers to a caller that left
  /// would not have been stopped any sooner, and short ones need no watch.
  void watch_departure(std::function<void()> then);
  void unwatch_departure();
  bool departed() const { return departed_; }

  worker& home() { return worker_; }

  /// Whether it comes from this machine.
  bool is_local() const { return local_; }

  /// Which of its secrets was hashed last.
  hashed_secret& last_secret() { return last_secret_; }

private:
  static constexpr std::chrono::milliseconds departure_grace{20};

  using parts = std::array<boost::asio::const_buffer, 3>;

  boost::asio::awaitable<bool> fill();
  std::optional<read_end> parse();
  boost::asio::awaitable<std::optional<read_end>> read_head();
  boost::asio::awaitable<std::optional<read_end>> read_body();
  boost::asio::awaitable<bool> write(parts all);
  void write_now(std::string bytes);
  std::string stream_head(const header_list& headers);
  std::string chunk_head(std::size_t size) const;
  std::string chunked(std::string_view bytes) const;
  boost::asio::const_buffer chunk_end() const;
  std::string head(int status, std::string_view content_type,
                   const header_list& headers) const;
  void wait_for_departure();
  void depart();

  boost::asio::ip::tcp::socket socket_;
  worker& worker_;
  const settings::gateway_limits& limits_;
  bool local_;
  hashed_secret last_secret_;
  std::string unsent_; ///< the rest of what write_now began
  timeout timeout_;
  timeout departure_timer_;
  boost::beast::flat_buffer buffer_;
  std::optional<
      boost::beast::http::request_parser<boost::beast::http::string_body>>
      parser_;
  std::function<void()> on_departure_;
  bool waiting_for_departure_ = false;
  bool departed_ = false;
  bool idle_ = false;
  bool timed_out_ = false;
  bool keep_alive_ = true;
  bool draining_ = false;
  bool chunked_ = true;
};

} // namespace bellwether::http
