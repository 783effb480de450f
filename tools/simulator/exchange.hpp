#pragma once

#include "simulator/answer.hpp"
#include "simulator/behavior.hpp"
#include "simulator/bill.hpp"
#include "simulator/connection.hpp"
#include "simulator/journal.hpp"
#include "simulator/reply_script.hpp"
#include "simulator/vendor.hpp"
#include "simulator/wire_format.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::simulator {

class provider;

/// The keys that a request came with, wherever a format has its own; never
/// journalled.
struct client_keys {
  std::string bearer;
  std::string x_api_key;
  std::string x_goog_api_key;
};

/// A request as it arrived.
struct received_request {
  std::string method;
  std::string path;
  header_list headers; ///< secrets are masked already
  client_keys keys;
  std::string anthropic_version; ///< the header
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
  void open_journal_entry();
  void script(std::variant<question, http_reply> read);
  std::variant<question, http_reply> read_body();
  std::optional<http_reply> faulty_reply() const;
  http_reply own_error(http_reply reply) const;
  bool has_key() const;
  void script_chat(const question& q);
  bool is_over_limit(const question& q, const answer& a);
  void charge_chat(const question& q, const answer& a);
  void charge_vectors(const vector_use& use);
  void script_plain(http_reply reply);
  void append_common_headers(int status);
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
  boost::asio::awaitable<bool> send_head();
  void settle(bool delivered);
  bill_reason reason(bool finished) const;
  made_content made_until_end() const;
  std::size_t tokens_made_before_head() const;
  told_usage usage_told() const;
  void make_out_bill(bool finished);

  connection& connection_;
  provider& provider_;
  received_request request_;
  behavior behavior_;
  fault_plan fault_;
  request_view view_; ///< views of request_
  clock::time_point start_;
  std::uint64_t number_;
  std::shared_ptr<journal_entry> entry_;
  reply_script script_;
  std::chrono::microseconds generation_{};
  std::optional<limit_standing> standing_; ///< chat under limits
  std::size_t tokens_ = 0;                 ///< of the whole answer
  std::size_t sent_ = 0;                   ///< bytes of the script
  bool charged_ = false;                   ///< a good answer was made
  made_content whole_;                     ///< of a plain answer
  std::size_t whole_end_ = 0;              ///< where the answer ends, uncut
  std::size_t hidden_tokens_ = 0; ///< of a stream, in none of its events
  bool stream_ = false;
};

} // namespace bellwether::simulator
