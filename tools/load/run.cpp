#include "load/run.hpp"

#include "load/client.hpp"
#include "load/target.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cmath>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace bellwether::load {

namespace asio = boost::asio;

namespace {

constexpr std::size_t most_waiting = 100'000;

/// A run under way: counts what has been sent and what still works.
class run {
public:
  run(asio::io_context& io, const options& o, const target& to,
      request_texts texts)
      : context_{.io = io,
                 .chosen = o,
                 .to = to,
                 .texts = std::move(texts),
                 .results = {}},
        start_{clock::now()},
        end_{start_ + o.duration} {}

  void begin() {
    switch (context_.chosen.how) {
      case mode::closed_loop:
        for (std::size_t i = 0; i < context_.chosen.connections; ++i) {
          spawn(send_until_end());
        }
        break;
      case mode::streams:
        for (std::size_t i = 0; i < context_.chosen.streams; ++i) {
          spawn(send_one_stream(i));
        }
        break;
      case mode::open_loop:
        spawn(send_at_rate());
        break;
    }
  }

  recorder& results() { return context_.results; }

private:
  void spawn(asio::awaitable<void> work) {
    ++working_;
    asio::co_spawn(context_.io, std::move(work),
                   [this](const std::exception_ptr& e) {
                     if (--working_ == 0) {
                       context_.deadlines.stop();
                     }
                     if (e) {
                       std::rethrow_exception(e);
                     }
                   });
  }

  /// Whether the next request streams: every share of them, evenly spread.
  bool next_streams() {
    const auto share = context_.chosen.stream_share;
    const auto i = static_cast<double>(sent_++);
    return std::floor((i + 1) * share) > std::floor(i * share);
  }

  bool may_send() const {
    return sent_ < context_.chosen.count && clock::now() < end_;
  }

  asio::awaitable<void> pause_until(clock::time_point due) {
    asio::steady_timer timer{context_.io, due};
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }

  asio::awaitable<void> send_until_end() {
    client c{context_};
    while (may_send()) {
      const auto before = context_.results.succeeded;
      co_await c.exchange(next_streams(), clock::now());
      if (context_.results.succeeded == before) {
        // Refused connections answer in microseconds: no busy loop.
        co_await pause_until(clock::now() + std::chrono::milliseconds{1});
      }
    }
  }

  asio::awaitable<void> send_one_stream(std::size_t i) {
    const auto n = static_cast<std::int64_t>(context_.chosen.streams);
    const auto offset = std::chrono::nanoseconds{context_.chosen.ramp}
                        * static_cast<std::int64_t>(i)
                        / std::max<std::int64_t>(n, 1);
    co_await pause_until(start_ + offset);
    client c{context_};
    co_await c.exchange(true, clock::now());
  }

  asio::awaitable<void> send_at_rate() {
    const std::chrono::duration<double> step{1.0 / context_.chosen.rate};
    for (std::uint64_t i = 0; i < context_.chosen.count; ++i) {
      const auto due =
          start_
          + std::chrono::round<clock::duration>(step * static_cast<double>(i));
      if (due >= end_) {
        break;
      }
      if (due > clock::now()) {
        co_await pause_until(due);
      }
      dispatch(due);
    }
  }

  void dispatch(clock::time_point due) {
    if (waiting_.size() >= most_waiting) {
      outcome lost;
      lost.failure = "not sent: too many wait for a connection";
      context_.results.add(lost);
      return;
    }
    waiting_.push_back(due);
    if (idle_.empty() && clients_ < context_.chosen.connections) {
      ++clients_;
      idle_.push_back(std::make_unique<client>(context_));
    }
    if (!idle_.empty()) {
      auto c = std::move(idle_.back());
      idle_.pop_back();
      spawn(work_off(std::move(c)));
    }
  }

  /// Sends what waits, then lies idle. The newest idle one goes first, so that
  /// no more connections are open than the load needs.
  asio::awaitable<void> work_off(std::unique_ptr<client> c) {
    while (!waiting_.empty()) {
      const auto due = waiting_.front();
      waiting_.pop_front();
      if (clock::now() > end_ + context_.chosen.timeout) {
        outcome lost;
        lost.failure = "not sent before the end";
        context_.results.add(lost);
        continue;
      }
      co_await c->exchange(next_streams(), due);
    }
    idle_.push_back(std::move(c));
  }

  run_context context_;
  clock::time_point start_;
  clock::time_point end_;
  std::uint64_t sent_ = 0;
  std::size_t working_ = 0;
  std::size_t clients_ = 0;
  std::deque<clock::time_point> waiting_;
  std::vector<std::unique_ptr<client>> idle_;
};

} // namespace

run_result make_load(const options& o) {
  const auto to = parse_target(o.url);
  auto texts = make_requests(o, to);
  asio::io_context io{1};
  const auto start = clock::now();
  run r{io, o, to, std::move(texts)};
  r.begin();
  io.run();
  return {std::move(r.results()), clock::now() - start};
}

} // namespace bellwether::load
