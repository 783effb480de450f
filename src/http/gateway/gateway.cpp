#include "http/gateway/gateway.hpp"

#include "http/gateway/caller_access.hpp"
#include "http/gateway/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>
#include <thread>
#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t most_default_threads = 4;

/// How long accepting rests when the process has no file descriptor left.
constexpr std::chrono::milliseconds accept_pause{50};

/// How long connections that are cut off may take to unwind.
constexpr std::chrono::seconds cut_patience{2};

std::size_t thread_count(std::size_t configured) {
  if (configured > 0)
    return configured;
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1,
                                 most_default_threads);
}

tcp::acceptor bind(asio::io_context& io, const settings::endpoint& to) {
  const auto host = to.host == "localhost" ? "127.0.0.1" : to.host;
  const tcp::endpoint at{asio::ip::make_address(host), to.port};
  tcp::acceptor out{io};
  error_code error;
  out.open(at.protocol(), error);
  if (!error)
    out.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error)
    out.bind(at, error);
  if (!error)
    out.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    throw std::runtime_error{"cannot listen on " + to.host + ":"
                             + std::to_string(to.port) + ": "
                             + error.message()};
  return out;
}

} // namespace

gateway::gateway(services with) : with_{std::move(with)} {
  with_.access = std::make_shared<caller_access>(
      with_.keys, with_.settings->anonymous, with_.refusals);
  const auto threads = thread_count(with_.settings->io_threads);
  for (std::size_t i = 0; i < threads; ++i)
    workers_.push_back(std::make_unique<worker>(
        *with_.wiring, with_.supervisor->home_system(), with_.actors));
  prober_ = std::make_shared<gateway_prober>(with_, workers_);
  acceptor_.emplace(bind(workers_.front()->io(), with_.settings->listen));
  port_ = acceptor_->local_endpoint().port();
}

gateway::~gateway() {
  stop(std::chrono::milliseconds{0});
}

void gateway::start() {
  asio::co_spawn(workers_.front()->io(), accept(), asio::detached);
  for (auto& w : workers_)
    w->start();
}

asio::awaitable<void> gateway::accept() {
  constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
  for (std::size_t turn = 0; acceptor_->is_open(); ++turn) {
    auto& at = *workers_[turn % workers_.size()];
    auto [error, socket] = co_await acceptor_->async_accept(at.io(), as_result);
    if (!error) {
      adopt(std::move(socket), at);
    } else if (error != asio::error::operation_aborted) {
      spdlog::warn("cannot accept a connection: {}", error.message());
      asio::steady_timer rest{workers_.front()->io(), accept_pause};
      co_await rest.async_wait(as_result);
    }
  }
}

/// Serves the connection on its worker's own thread.
void gateway::adopt(tcp::socket socket, worker& at) {
  const bool full = ++connections_ > with_.settings->limits.max_connections;
  asio::post(at.io(), [this, full, &at, socket = std::move(socket)]() mutable {
    auto who =
        std::make_shared<caller>(std::move(socket), at, with_.settings->limits);
    asio::co_spawn(at.io(), full ? turn_away(who) : serve(who, with_),
                   [this](const std::exception_ptr&) { --connections_; });
  });
}

void gateway::stop(std::chrono::milliseconds patience) {
  if (workers_.empty())
    return;
  asio::post(workers_.front()->io(), [this] {
    error_code ignored;
    acceptor_->close(ignored);
  });
  for_each_caller(&caller::drain);
  if (!wait_for_callers(patience)) {
    spdlog::warn("{} connections are cut off by the stop", connections_.load());
    for_each_caller(&caller::cut);
    wait_for_callers(cut_patience);
  }
  prober_->stop(cut_patience);
  for (auto& w : workers_)
    w->stop();
  acceptor_.reset();
  workers_.clear();
}

/// On the callers' own threads, some time soon.
void gateway::for_each_caller(void (caller::*what)()) {
  for (auto& w : workers_)
    asio::post(w->io(), [&w, what] {
      // A copy: a caller that closes takes itself out of the set.
      const auto callers = w->callers();
      for (auto* who : callers)
        (who->*what)();
    });
}

bool gateway::wait_for_callers(std::chrono::milliseconds patience) const {
  constexpr std::chrono::milliseconds look_again{5};
  const auto end = std::chrono::steady_clock::now() + patience;
  while (connections_ > 0 && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(look_again);
  return connections_ == 0;
}

} // namespace bellwether::http
