#include "http/gateway/race.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::failure;
using domain::failure_class;

race::race(race_host& host, worker& home, attempt_runner& first,
           std::chrono::nanoseconds patience)
    : host_{host},
      home_{home},
      first_{first},
      patience_{patience},
      late_{home.deadlines(),
            [this] {
              begin_second();
            }},
      changed_{home.io(), asio::steady_timer::time_point::max()} {}

asio::awaitable<attempt_runner*> race::run() {
  late_.arm_at(first_.started() + patience_);
  std::optional<failure> failed;
  try {
    failed = co_await first_.run();
  } catch (...) {
    fail(std::current_exception());
  }
  late_.disarm();
  if (!failed && !decided())
    winner_ = &first_;
  co_await leave(phase::asking);
  if (winner_ != &first_)
    end(first_, failed);
  else if (second_ != nullptr)
    second_->cancel(failure_class::caller_gone);
  co_await leave(phase::running);
  if (thrown_)
    std::rethrow_exception(thrown_);
  co_return winner_;
}

void race::stop() {
  stopped_ = true;
  late_.disarm();
}

void race::begin_second() {
  enter(phase::asking);
  asio::co_spawn(home_.io(), run_second(), [this](std::exception_ptr thrown) {
    if (thrown)
      fail(std::move(thrown));
    enter(phase::over);
  });
}

asio::awaitable<void> race::run_second() {
  auto admitted = co_await host_.ask_second();
  enter(phase::running);
  if (!admitted || stopped_ || decided())
    co_return;
  second_ = host_.add_second(std::move(*admitted));
  if (second_ == nullptr)
    co_return;
  const auto failed = co_await second_->run();
  if (failed || decided()) {
    end(*second_, failed);
    co_return;
  }
  winner_ = second_;
  first_.cancel(failure_class::caller_gone);
}

/// Waits until the second is not in this phase any more.
asio::awaitable<void> race::leave(phase p) {
  while (phase_ == p)
    co_await changed_.async_wait(asio::as_tuple(asio::use_awaitable));
}

/// A fault of ours ends both; it is thrown again when nobody runs any more.
void race::fail(std::exception_ptr thrown) {
  thrown_ = std::move(thrown);
  first_.cancel(failure_class::caller_gone);
  if (second_ != nullptr)
    second_->cancel(failure_class::caller_gone);
}

void race::enter(phase p) {
  phase_ = p;
  changed_.cancel();
}

/// An attempt that did not win. A failure of its own counts even if it came
/// when the other one had won already.
void race::end(attempt_runner& at, const std::optional<failure>& failed) {
  const bool own = failed && failed->what != failure_class::caller_gone;
  if (own || (failed && winner_ == nullptr))
    host_.book(at, *failed);
  else
    host_.abandon(at);
}

} // namespace bellwether::http
