#include "simulator/provider.hpp"

#include "simulator/flapping.hpp"
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
      current_{initial_},
      turn_{io} {
  bind();
  listen();
}

provider::counts provider::count() const {
  auto c = counts_;
  c.open_connections = connections_.size();
  return c;
}

void provider::change(behavior b) {
  const auto now = clock::now();
  const bool goes_on = b.fault.inner == current_.fault.inner;
  const auto since = goes_on ? fault_since_ : now;
  set_port(fault_at(b.fault, now - since).kind != fault_kind::refuse);
  if (b.limits != current_.limits) {
    limits_.clear();
  }
  current_ = std::move(b);
  fault_since_ = since;
  draws_ = 0;
  await_turn();
}

const fault_plan& provider::present_fault() const {
  return fault_at(current_.fault, clock::now() - fault_since_);
}

fault_plan provider::draw_fault(bool chat, bool stream) {
  auto fault = present_fault();
  if (!concerns(fault.kind, chat, stream)) {
    return {};
  }
  const auto chance =
      unit_interval(mix(hash_text(world_.seed, name_) ^ ++draws_));
  if (chance >= current_.error_rate) {
    return {};
  }
  if (current_.times && --*current_.times == 0) {
    current_.times.reset();
    current_.fault = {};
  }
  return fault;
}

limit_standing provider::take_limits(const std::string& model,
                                     std::uint64_t tokens) {
  return limits_.take(current_.limits, model, tokens, clock::now());
}

void provider::set_port(bool open) {
  if (open && !listening_) {
    listen();
  } else if (!open && listening_) {
    refuse();
  }
}

/// Sets the timer for the next change of a port that opens and closes. All
/// other faults that flap are looked at when a request comes.
void provider::await_turn() {
  turn_.cancel();
  const auto& fault = current_.fault;
  if (fault.kind != fault_kind::flap || !can_refuse(fault)) {
    return;
  }
  const auto now = clock::now();
  take_turn_at(now + until_change(fault, now - fault_since_));
}

void provider::take_turn_at(clock::time_point due) {
  turn_.expires_at(due);
  turn_.async_wait([this](boost::system::error_code ec) {
    if (!ec && !stopped_) {
      take_turn();
    }
  });
}

void provider::take_turn() {
  try {
    set_port(present_fault().kind != fault_kind::refuse);
    await_turn();
  } catch (const boost::system::system_error&) {
    // Somebody else has the port for the moment.
    take_turn_at(clock::now() + std::chrono::milliseconds{50});
  }
}

void provider::stop() {
  stopped_ = true;
  turn_.cancel();
  close_all();
}

void provider::close_all() {
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
  if (!acceptor_.is_open()) {
    bind();
  }
  acceptor_.listen(backlog);
  listening_ = true;
  asio::co_spawn(io_, accept_all(), asio::detached);
}

void provider::refuse() {
  close_all();
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
