#pragma once

#include "http/gateway/caller.hpp"
#include "http/gateway/timeout.hpp"
#include "surfaces/surface.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace bellwether::http {

/// A call's stream as its caller has it, whichever attempts it takes: opens
/// with the first bytes, is kept open with comments while there are none, and
/// ends once. Lives on the caller's worker.
class caller_stream {
public:
  /// `head` makes the headers of the answer when it opens. `keep_alive` is the
  /// silence after which a comment is sent; 0 = none.
  caller_stream(caller& to, surfaces::inbound& form,
                std::chrono::milliseconds keep_alive,
                std::function<header_list()> head);

  /// Whether the caller has the answer's head: no other status can follow.
  bool opened() const { return opened_; }

  /// All three: false = the caller is gone.
  boost::asio::awaitable<bool> send(std::string_view bytes);

  /// Ends the stream as it should end. What is known only now goes into
  /// trailers if the caller takes them, else into SSE comments.
  boost::asio::awaitable<bool> end(header_list closing);

  /// Ends a stream that broke: an error event, and then a connection that does
  /// not end cleanly, so that no client can take what it has for everything.
  boost::asio::awaitable<bool> break_off(surfaces::stream_fault why);

private:
  void keep_alive();

  caller& to_;
  surfaces::inbound& form_;
  std::chrono::milliseconds interval_;
  std::function<header_list()> head_;
  timeout silence_;
  bool opened_ = false;
};

} // namespace bellwether::http
