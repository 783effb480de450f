#pragma once

#include "simulator/behavior.hpp"
#include "simulator/connection.hpp"
#include "simulator/journal.hpp"
#include "simulator/pacer.hpp"
#include "simulator/vendor.hpp"
#include "simulator/wire_format.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace bellwether::simulator {

/// What all providers of a simulator share.
struct world {
  explicit world(boost::asio::io_context& io) : pace{io} {}

  pacer pace;
  std::uint64_t seed = 1;
  clock::time_point start = clock::now();
  std::uint64_t requests = 0;
};

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

  /// Takes effect with the next request; the fault refuse at once. Throws
  /// boost::system::system_error when the port cannot be had again.
  void change(behavior b);

  /// Back to the behaviour of the start.
  void restore() { change(initial_); }

  /// The number of the next request, from 1.
  std::uint64_t next_request() { return ++counts_.requests; }

  /// The fault for a request, counted against "times" and drawn by
  /// "error_rate".
  fault_plan draw_fault(bool chat, bool stream);

  /// Closes the port and every connection.
  void stop();

private:
  void listen();
  void refuse();
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
  std::uint64_t draws_ = 0;
  format_set formats_;
  journal journal_;
  counts counts_;
  std::map<std::uint64_t, std::shared_ptr<connection>> connections_;
};

} // namespace bellwether::simulator
