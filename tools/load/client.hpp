#pragma once

#include "load/options.hpp"
#include "load/recorder.hpp"
#include "load/response_reader.hpp"
#include "load/stream_reader.hpp"
#include "load/target.hpp"
#include "load/watchdog.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::load {

/// What all clients of a run share.
struct run_context {
  boost::asio::io_context& io;
  const options& chosen;
  const target& to;
  request_texts texts;
  recorder results;
  watchdog deadlines{io};
};

/// One connection that is kept alive; one request at a time.
class client : private expiring {
public:
  explicit client(run_context& run);
  ~client() override;

  /// Sends one request and records what becomes of it. Latency counts from
  /// `intended`. Ends at the latest a timeout after its call.
  boost::asio::awaitable<void> exchange(bool stream,
                                        clock::time_point intended);

private:
  void expire() override;
  void close();
  boost::asio::awaitable<void> attempt(bool stream);
  boost::asio::awaitable<bool> connect();
  boost::asio::awaitable<bool> read(bool stream);
  void fail_cut_off(boost::system::error_code ec);
  void note_chunks(std::size_t fresh);
  void judge(bool stream);
  void fail(std::string reason);

  run_context& run_;
  boost::asio::ip::tcp::socket socket_;
  std::array<char, std::size_t{16} * 1024> buffer_{};
  outcome outcome_;
  response_reader response_;
  stream_reader events_;
  std::string body_;
  clock::time_point intended_;
  clock::time_point last_chunk_;
  bool timed_out_ = false;
};

} // namespace bellwether::load
