#pragma once

#include "actors/messages.hpp"
#include "http/gateway/attempt_runner.hpp"
#include "http/gateway/timeout.hpp"
#include "http/gateway/worker.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <optional>

namespace bellwether::http {

/// What a race needs of the call that it is run for.
class race_host {
public:
  /// Asks the router for a second candidate; nothing if there is none. Only
  /// while it is asked the call's progress is not the session's.
  virtual boost::asio::awaitable<std::optional<actors::attempt>>
  ask_second() = 0;

  /// The attempt at that candidate; lives as long as the race. Null: the ledger
  /// does not take it.
  virtual attempt_runner* add_second(actors::attempt admitted) = 0;

  /// The attempt failed.
  virtual void book(attempt_runner& at, const domain::failure& why) = 0;

  /// The attempt was ended, or came too late, since the other one won.
  virtual void abandon(attempt_runner& at) = 0;

protected:
  ~race_host() = default;
};

/// Runs an attempt, and a second one beside it if the first is late. Whichever
/// first has something for the caller wins and ends the other; one that fails
/// leaves the other to go on alone.
///
///            late             attempt          ended
///   alone ---------> asking ----------> running ----> over
///                      |  nobody free, or decided meanwhile  ^
///                      +-------------------------------------+
///
/// Both run on the caller's worker, so nothing here is locked. Nobody runs any
/// more when run() returns.
class race {
public:
  race(race_host& host, worker& home, attempt_runner& first,
       std::chrono::nanoseconds patience);

  /// Who won; null: whoever ran has failed, and was booked.
  boost::asio::awaitable<attempt_runner*> run();

  /// The call is being ended: nobody is asked any more. Who runs is ended by
  /// whoever owns the attempts.
  void stop();

private:
  enum class phase : std::uint8_t { alone, asking, running, over };

  void begin_second();
  boost::asio::awaitable<void> run_second();
  boost::asio::awaitable<void> leave(phase p);
  void enter(phase p);
  void end(attempt_runner& at, const std::optional<domain::failure>& failed);
  void fail(std::exception_ptr thrown);
  bool decided() const { return winner_ != nullptr || thrown_; }

  race_host& host_;
  worker& home_;
  attempt_runner& first_;
  attempt_runner* second_ = nullptr;
  attempt_runner* winner_ = nullptr;
  std::chrono::nanoseconds patience_;
  timeout late_;
  phase phase_ = phase::alone;
  boost::asio::steady_timer changed_; ///< never expires: cancelled as a signal
  bool stopped_ = false;
  std::exception_ptr thrown_;
};

} // namespace bellwether::http
