#include "simulator/provider.hpp"

#include "simulator/hash.hpp"
#include "simulator/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace bellwether::simulator {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

namespace {

/// Whether the fault can show in the answer to such a request at all.
bool concerns(fault_kind kind, bool chat, bool stream) {
  switch (kind) {
    case fault_kind::none:
    case fault_kind::refuse:
      return false;
    case fault_kind::cut:
    case fault_kind::drop_usage:
    case fault_kind::keepalive_comments:
      return chat;
    case fault_kind::error_in_stream:
    case fault_kind::no_done:
      return chat && stream;
    default:
      return true;
  }
}

} // namespace

provider::provider(asio::io_context& io, world& w, std::string name, vendor v,
                   tcp::endpoint at, behavior initial)
    : io_{io},
      world_{w},
      name_{std::move(name)},
      vendor_{v},
      endpoint_{std::move(at)},
      acceptor_{io},
      initial_{std::move(initial)},
      current_{initial_} {
  bind();
  listen();
}

provider::counts provider::count() const {
  auto c = counts_;
  c.open_connections = connections_.size();
  return c;
}

void provider::change(behavior b) {
  const bool refuses = b.fault.kind == fault_kind::refuse;
  if (refuses && listening_) {
    refuse();
  } else if (!refuses && !listening_) {
    listen();
  }
  current_ = std::move(b);
  draws_ = 0;
}

fault_plan provider::draw_fault(bool chat, bool stream) {
  if (!concerns(current_.fault.kind, chat, stream)) {
    return {};
  }
  const auto chance =
      unit_interval(mix(hash_text(world_.seed, name_) ^ ++draws_));
  if (chance >= current_.error_rate) {
    return {};
  }
  auto fault = current_.fault;
  if (current_.times && --*current_.times == 0) {
    current_.times.reset();
    current_.fault = {};
  }
  return fault;
}

void provider::stop() {
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  listening_ = false;
  // Aborting resumes the connection's coroutine, which takes itself out.
  const auto all = std::exchange(connections_, {});
  for (const auto& [number, c] : all) {
    c->abort();
  }
}

void provider::bind() {
  acceptor_.open(endpoint_.protocol());
  acceptor_.set_option(tcp::acceptor::reuse_address{true});
  acceptor_.bind(endpoint_);
  endpoint_ = acceptor_.local_endpoint();
}

void provider::listen() {
  constexpr int backlog = 4096;
  acceptor_.listen(backlog);
  listening_ = true;
  asio::co_spawn(io_, accept_all(), asio::detached);
}

void provider::refuse() {
  stop();
  // Bound but not listening: the port stays ours and connects are refused.
  bind();
}

asio::awaitable<void> provider::accept_all() {
  for (;;) {
    auto [ec, socket] =
        co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (ec == asio::error::operation_aborted || !listening_) {
      co_return;
    }
    if (ec) { // no descriptors left, most likely: let some be freed
      asio::steady_timer pause{io_, std::chrono::milliseconds{50}};
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    const auto number = ++counts_.accepted_connections;
    auto c =
        std::make_shared<connection>(std::move(socket), world_.pace, number);
    connections_.emplace(number, c);
    asio::co_spawn(io_, serve_one(std::move(c)), asio::detached);
  }
}

asio::awaitable<void> provider::serve_one(std::shared_ptr<connection> c) {
  co_await serve(c, *this);
  connections_.erase(c->number());
}

} // namespace bellwether::simulator
