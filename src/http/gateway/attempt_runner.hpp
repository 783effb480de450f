#pragma once

#include "actors/messages.hpp"
#include "domain/stream_guard.hpp"
#include "http/gateway/attempt_account.hpp"
#include "http/gateway/drill_edge.hpp"
#include "http/gateway/received_call.hpp"
#include "http/gateway/services.hpp"
#include "http/gateway/stream_relay.hpp"
#include "http/gateway/timeout.hpp"
#include "http/gateway/worker.hpp"
#include "upstream/exchange.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace bellwether::http {

/// What an attempt is charged.
struct charged {
  domain::usage used;
  bool estimated = false;
  std::optional<domain::money> cost; ///< nothing: the model has no price
};

/// One attempt of a call at one candidate: the exchange with the provider, its
/// limits, what comes of it, the permit and the money. Knows of no other
/// attempt, so that two may run at the same time. One that is destroyed before
/// it was settled counts as cancelled. Lives on the caller's worker; what it
/// refers to outlives it.
class attempt_runner {
public:
  using maybe_failure = std::optional<domain::failure>;
  using piece = std::variant<std::string_view, domain::failure>;

  attempt_runner(const services& with, worker& home, const received_call& call,
                 actors::attempt admitted);
  ~attempt_runner();
  attempt_runner(const attempt_runner&) = delete;
  attempt_runner& operator=(const attempt_runner&) = delete;

  /// Pays for this, the call's attempt `number`; before it is run. Nothing: it
  /// may be.
  std::optional<unpaid> begin(unsigned number) { return account_.open(number); }

  /// Runs a plain attempt to its end. Nothing: take_answer() has the answer.
  boost::asio::awaitable<maybe_failure> complete();

  /// Runs a streaming attempt until there is something for the caller. Without
  /// a `form` that is held back until bind().
  boost::asio::awaitable<maybe_failure> begin_stream(surfaces::inbound* form);

  /// One of the two, as the call asks for it; a stream is held back.
  boost::asio::awaitable<maybe_failure> run();

  /// Ends what runs with `why`, at once.
  void cancel(domain::failure_class why);

  providers::answer take_answer() { return std::move(answer_); }

  // Of a stream that has begun.
  stream_relay& relay() { return *relay_; }
  domain::stream_guard& guard() { return *guard_; }
  /// Reads on, within the stream's limits; take() what comes.
  boost::asio::awaitable<piece> read_some();
  void take(piece got);
  /// Whether nothing more will come of it.
  bool over() const { return over_; }
  /// Why it broke, behind what is ready; nothing: it did not.
  maybe_failure& broken() { return broken_; }
  /// Reads what follows the last event, so that the connection can be used
  /// again.
  boost::asio::awaitable<void> drain();

  /// Tells the provider's actor how the attempt ended; while it is not closed.
  void report(maybe_failure failed);
  /// Tells it that another attempt won.
  void report_lost();
  /// Gives up the exchange, and a permit that was not reported.
  void close();

  // Each settles the account, once, and is to be called before close().
  /// It answered, with so many bytes of text: before the last byte goes to the
  /// caller.
  charged settle_answered(const std::optional<domain::usage>& reported,
                          std::int64_t answer_bytes);
  /// It did not come to its end: what it has used, as far as anybody can tell.
  charged settle_unfinished(domain::entry_outcome how,
                            std::string_view failure = {});

  std::size_t deployment() const { return admitted_.deployment; }
  const std::optional<std::chrono::nanoseconds>& hedge_after() const {
    return admitted_.hedge_after;
  }
  domain::time_point started() const { return started_; }
  /// Whether the head of an answer with a 2xx status came.
  bool accepted() const { return status() / 100 == 2; }
  /// For the provider; 0 once it is closed.
  std::chrono::nanoseconds waited() const;
  /// Whether a drill's fault hit it.
  bool drilled() const { return drilled_; }
  /// The parameters that were left out, "" for none.
  const std::string& dropped() const { return dropped_; }

private:
  boost::asio::awaitable<maybe_failure> open(bool stream);
  boost::asio::awaitable<maybe_failure> meet_drill(
      bool stream, upstream::exchange_limits& limits);
  std::variant<std::string, domain::failure> encode(bool stream);
  std::optional<std::chrono::nanoseconds> first_token() const;
  charged settle(attempt_end how);
  /// Nothing if the provider was not asked.
  std::optional<domain::usage> used_so_far() const;
  /// Of the answer that came; a view of it.
  providers::answer_head answer_head() const;
  providers::decode_context decode_context() const;
  int status() const { return answered_ ? exchange_->status() : 0; }

  const services& with_;
  worker& home_;
  const received_call& call_;
  actors::attempt admitted_;
  const deployment_wire& wire_;
  domain::time_point started_;
  attempt_account account_;
  std::string dropped_;
  std::unique_ptr<drill_edge> drill_; ///< null: no drill, as nearly always
  bool drilled_ = false;
  std::optional<upstream::exchange> exchange_;
  bool answered_ = false; ///< an answer's head came, and is still there
  std::optional<std::chrono::nanoseconds> first_token_;
  providers::answer answer_;
  std::optional<domain::stream_guard> guard_;
  std::optional<stream_relay> relay_;
  timeout limit_;
  bool over_ = false;
  maybe_failure broken_;
};

} // namespace bellwether::http
