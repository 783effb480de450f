#pragma once

#include "simulator/behavior.hpp"
#include "simulator/connection.hpp"
#include "simulator/journal.hpp"
#include "simulator/limits.hpp"
#include "simulator/vendor.hpp"
#include "simulator/wire_format.hpp"
#include "simulator/world.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace bellwether::simulator {

/// One simulated provider: its port, its behaviour, its journal. Lives on the
/// I/O thread and longer than its connections.
class provider {
public:
  struct counts {
    std::uint64_t requests = 0;
    std::uint64_t accepted_connections = 0;
    std::size_t open_connections = 0;
  };

  /// Listens at once; `at` with port 0 takes a free one. Throws
  /// boost::system::system_error when the port is taken.
  provider(boost::asio::io_context& io, world& w, std::string name, vendor v,
           boost::asio::ip::tcp::endpoint at, behavior initial);

  const std::string& name() const { return name_; }
  vendor manners() const { return vendor_; }
  const boost::asio::ip::tcp::endpoint& endpoint() const { return endpoint_; }
  bool listening() const { return listening_; }
  const behavior& current() const { return current_; }
  const behavior& initial() const { return initial_; }
  counts count() const;
  wire_format& format(dialect d) { return formats_.of(d); }
  world& shared() { return world_; }
  journal& log() { return journal_; }

  /// Takes effect with the next request; the fault refuse at once. A fault that
  /// flaps begins its first turn when it comes anew. Throws
  /// boost::system::system_error when the port cannot be had again.
  void change(behavior b);

  /// Back to the behaviour of the start.
  void restore() { change(initial_); }

  /// The number of the next request, from 1.
  std::uint64_t next_request() { return ++counts_.requests; }

  /// The fault for a request, counted against "times" and drawn by
  /// "error_rate".
  fault_plan draw_fault(bool chat, bool stream);

  /// Counts a chat request against the model's limits.
  limit_standing take_limits(const std::string& model, std::uint64_t tokens);

  /// Closes the port and every connection, for good.
  void stop();

private:
  const fault_plan& present_fault() const;
  void set_port(bool open);
  void await_turn();
  void take_turn();
  void take_turn_at(clock::time_point due);
  void listen();
  void refuse();
  void close_all();
  void bind();
  boost::asio::awaitable<void> accept_all();
  boost::asio::awaitable<void> serve_one(std::shared_ptr<connection> c);

  boost::asio::io_context& io_;
  world& world_;
  std::string name_;
  vendor vendor_;
  boost::asio::ip::tcp::endpoint endpoint_;
  boost::asio::ip::tcp::acceptor acceptor_;
  bool listening_ = false;
  behavior initial_;
  behavior current_;
  clock::time_point fault_since_ = clock::now();
  boost::asio::steady_timer turn_;
  bool stopped_ = false;
  std::uint64_t draws_ = 0;
  limit_counter limits_;
  format_set formats_;
  journal journal_;
  counts counts_;
  std::map<std::uint64_t, std::shared_ptr<connection>> connections_;
};

} // namespace bellwether::simulator
