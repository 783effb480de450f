#pragma once

#include "simulator/answer.hpp"
#include "simulator/behavior.hpp"
#include "simulator/connection.hpp"
#include "simulator/journal.hpp"
#include "simulator/reply_script.hpp"
#include "simulator/vendor.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::simulator {

class provider;

/// A request as it arrived.
struct received_request {
  std::string method;
  std::string path;
  header_list headers; ///< secrets are masked already
  std::string key;     ///< the bearer token; never journalled
  std::string body;
  bool keep_alive = true;
};

/// One request and its answer, with the fault that the provider's behaviour
/// has for it.
class exchange {
public:
  exchange(connection& c, provider& p, received_request request);

  /// Answers. False when the connection is of no more use.
  boost::asio::awaitable<bool> run();

private:
  void prepare();
  std::optional<http_reply> faulty_reply() const;
  void script_chat(const question& q);
  void script_plain(http_reply reply);
  void begin_head(int status, std::string_view headers);
  void end_head(std::optional<std::size_t> body_bytes);
  void shape_stream();
  std::chrono::microseconds delay() const;

  boost::asio::awaitable<bool> deliver();
  boost::asio::awaitable<bool> play(std::size_t from);
  boost::asio::awaitable<bool> crawl(std::size_t from, std::size_t to);
  boost::asio::awaitable<bool> keep_alive_comments();
  boost::asio::awaitable<bool> hang();
  bool close_as_planned();
  void settle(bool delivered);

  connection& connection_;
  provider& provider_;
  received_request request_;
  behavior behavior_;
  fault_plan fault_;
  clock::time_point start_;
  std::uint64_t number_;
  std::shared_ptr<journal_entry> entry_;
  reply_script script_;
  std::chrono::microseconds generation_{};
  std::size_t plain_tokens_ = 0;
  bool stream_ = false;
};

} // namespace bellwether::simulator
