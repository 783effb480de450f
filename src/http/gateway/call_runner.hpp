#pragma once

#include "http/gateway/attempt_runner.hpp"
#include "http/gateway/call_books.hpp"
#include "http/gateway/caller.hpp"
#include "http/gateway/race.hpp"
#include "http/gateway/received_call.hpp"
#include "http/gateway/services.hpp"
#include "http/gateway/timeout.hpp"
#include "surfaces/surface.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <variant>

namespace bellwether::http {

class caller_stream;

/// Leads one call from candidate to candidate until one has answered or none
/// is left, and reports what it came to when it is destroyed. Lives on the
/// caller's worker while the session awaits it.
class call_runner final : private race_host {
public:
  call_runner(const services& with, caller& who, received_call call);
  ~call_runner();
  call_runner(const call_runner&) = delete;
  call_runner& operator=(const call_runner&) = delete;

  /// Runs a plain call: the answer, or the error for the caller. Either is
  /// meaningless if the caller has departed.
  boost::asio::awaitable<std::variant<providers::answer, reply>> complete();

  /// Runs a streaming call and sends the stream in the caller's API. An error
  /// that is to be sent instead, if nothing of a stream was.
  boost::asio::awaitable<std::optional<reply>> stream(surfaces::inbound& form);

  const call_summary& summary() const { return books_.summary(); }

  /// The x-bellwether-* headers, as known now.
  header_list headers() const;

private:
  using maybe_failure = std::optional<domain::failure>;

  // The conversation with the router.
  boost::asio::awaitable<std::optional<reply>> next();
  bool may_ask_again(const actors::directive& answer);
  void take_back(const actors::directive& answer);
  std::optional<unpaid> begin(actors::attempt admitted);
  bool goes_elsewhere(const unpaid& why);
  reply told(reply out);
  reply refuse(actors::directive& why);
  reply explain(actors::directive& why) const;
  reply explain_end(const domain::give_up& why, domain::time_point now) const;
  void stop(domain::failure_class why);

  // Two attempts at once.
  bool may_hedge() const { return attempt_->hedge_after() && !asked_second_; }
  boost::asio::awaitable<attempt_runner*> run_race();
  boost::asio::awaitable<std::optional<actors::attempt>> ask_second() override;
  attempt_runner* add_second(actors::attempt admitted) override;
  void abandon(attempt_runner& at) override;

  attempt_runner* unless_failed(const maybe_failure& failed);
  void book(attempt_runner& at, const domain::failure& why) override;
  void succeed(attempt_runner& at);
  void close(attempt_runner& at);

  // stream_runner.cpp
  boost::asio::awaitable<void> relay(attempt_runner& at, caller_stream& to);
  boost::asio::awaitable<maybe_failure> pump(attempt_runner& at,
                                             caller_stream& to);
  boost::asio::awaitable<bool> pass_on(attempt_runner& at, caller_stream& to);
  boost::asio::awaitable<void> break_off(attempt_runner& at,
                                         const domain::failure& why,
                                         caller_stream& to);
  header_list stream_head();

  const services& with_;
  caller& caller_;
  received_call chat_;
  call_books books_;
  std::shared_ptr<actors::call> call_;
  bool mine_ = true;        ///< whether call_->progress may be looked at
  unsigned unanswered_ = 0; ///< questions that died with an actor
  bool asked_second_ = false;
  std::optional<domain::money> hedge_reserved_; ///< the call's, kept when mine
  std::weak_ptr<actors::directive_sink> question_;
  attempt_runner* speaker_ = nullptr; ///< the attempt that headers tell of
  std::optional<std::size_t> named_;  ///< the deployment in the stream's head
  std::optional<attempt_runner> attempt_;
  std::unique_ptr<attempt_runner> second_; ///< beside it
  std::unique_ptr<race> race_;
  timeout deadline_;
};

} // namespace bellwether::http
