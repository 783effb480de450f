#pragma once

#include "domain/stream_guard.hpp"
#include "http/gateway/ask.hpp"
#include "http/gateway/caller.hpp"
#include "http/gateway/services.hpp"
#include "http/gateway/timeout.hpp"
#include "surfaces/surface.hpp"
#include "upstream/exchange.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace bellwether::http {

class caller_stream;
class stream_relay;

/// A call as it came from a caller: a chat completion, or embeddings.
struct received_call {
  std::string body; ///< valid JSON, as its endpoint's reader saw it
  domain::request_facts facts;
  std::string id;           ///< for x-request-id
  std::int64_t created = 0; ///< Unix seconds
  domain::time_point received;
  std::chrono::milliseconds timeout{0}; ///< to the answer, or its first token
  bool base64_vectors = false;          ///< of embeddings
};

/// What the caller, and the books, are told of a call beside the answer.
struct call_summary {
  domain::finished_call call;
  std::string provider; ///< who answered, or was tried last; "" if none was
  unsigned attempts = 0;
  std::chrono::nanoseconds waited{0}; ///< for providers' answers
  std::chrono::nanoseconds paused{0}; ///< before a provider was asked again
};

/// Leads one call from candidate to candidate until one has answered or none
/// is left, and reports what it came to when it is destroyed. Lives on the
/// caller's worker while the session awaits it.
class call_runner {
public:
  call_runner(const services& with, caller& who, received_call call);
  ~call_runner();

  /// Runs a plain call: the answer, or the error for the caller. Either is
  /// meaningless if the caller has departed.
  boost::asio::awaitable<std::variant<providers::answer, reply>> complete();

  /// Runs a streaming call and sends the stream in the caller's API. An error
  /// that is to be sent instead, if nothing of a stream was.
  boost::asio::awaitable<std::optional<reply>> stream(surfaces::inbound& form);

  const call_summary& summary() const { return summary_; }

  /// The x-bellwether-* headers, as known now.
  header_list headers() const;

private:
  using maybe_failure = std::optional<domain::failure>;

  boost::asio::awaitable<std::variant<actors::attempt, reply>> next();
  boost::asio::awaitable<std::variant<providers::answer, domain::failure>>
  attempt_plain(const deployment_wire& at);
  boost::asio::awaitable<maybe_failure> attempt_stream(
      const deployment_wire& at, actors::permit& permit, caller_stream& to);
  /// Of the open exchange; a view of it.
  providers::answer_head answer_head() const;
  providers::decode_context decode_context(const deployment_wire& at) const;
  std::variant<std::string, domain::failure> encode(const deployment_wire& at,
                                                    bool stream);
  boost::asio::awaitable<maybe_failure> open(const deployment_wire& at,
                                             bool stream);
  boost::asio::awaitable<maybe_failure> relay(const deployment_wire& at,
                                              domain::stream_guard& guard,
                                              actors::permit& permit,
                                              caller_stream& to);
  boost::asio::awaitable<maybe_failure> pump(stream_relay& out,
                                             domain::stream_guard& guard,
                                             caller_stream& to);
  boost::asio::awaitable<bool> pass_on(stream_relay& out,
                                       domain::stream_guard& guard,
                                       caller_stream& to);
  header_list stream_head() const;
  void append_origin(header_list& to) const;
  boost::asio::awaitable<void> drain_exchange();
  void begin(const actors::attempt& a);
  void book(const domain::failure& why, actors::permit& permit);
  void settle(const std::optional<domain::usage>& used,
              std::int64_t answer_chars);
  void settle_broken(const stream_relay& out);
  void close_exchange();
  bool may_ask_again(const actors::directive& answer);
  reply refuse(actors::directive& why);
  reply explain(actors::directive& why) const;
  void stop(domain::failure_class why);

  const services& with_;
  caller& caller_;
  received_call chat_;
  call_summary summary_;
  std::shared_ptr<actors::call> call_;
  std::size_t deployment_ = 0;
  unsigned unanswered_ = 0; ///< questions that died with an actor
  std::weak_ptr<actors::directive_sink> question_;
  std::vector<std::string> dropped_; ///< parameters, by the last attempt
  std::optional<upstream::exchange> exchange_;
  timeout deadline_;
};

} // namespace bellwether::http
