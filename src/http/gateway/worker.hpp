#pragma once

#include "actors/directory.hpp"
#include "http/gateway/wiring.hpp"
#include "upstream/deadline_watch.hpp"
#include "upstream/pool.hpp"
#include "upstream/resolver_cache.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <caf/fwd.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

namespace bellwether::http {

class caller;

/// One I/O thread with everything that it shares with no other: its event
/// loop, its deadlines, its connections to the providers and to the callers.
/// Actors that its sessions send to run on it.
class worker {
public:
  worker(const wiring& to, caf::actor_system& system,
         std::shared_ptr<const actors::directory> actors);
  ~worker();

  /// Begins to run the event loop on a thread of its own.
  void start();

  /// Ends the loop and joins the thread. Any other thread.
  void stop();

  boost::asio::io_context& io() { return io_; }
  upstream::deadline_watch& deadlines() { return deadlines_; }
  upstream::pool& pool(std::size_t provider) { return *pools_[provider]; }

  /// Whom sessions tell. On this thread only.
  actors::directory_view& actors() { return actors_; }

  /// A new request id: "req_" and 24 hexadecimal digits. On this thread only.
  std::string make_request_id();

  /// The callers connected to this worker. On this thread only.
  std::unordered_set<caller*>& callers() { return callers_; }

private:
  boost::asio::io_context io_{1};
  std::optional<
      boost::asio::executor_work_guard<boost::asio::io_context::executor_type>>
      work_;
  upstream::deadline_watch deadlines_;
  upstream::resolver_cache names_;
  std::vector<std::unique_ptr<upstream::pool>> pools_;
  caf::actor_system& system_;
  actors::directory_view actors_;
  std::unordered_set<caller*> callers_;
  std::mt19937_64 random_;
  std::thread thread_;
};

} // namespace bellwether::http
