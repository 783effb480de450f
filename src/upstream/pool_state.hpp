#pragma once

#include "upstream/connection.hpp"
#include "upstream/deadline_watch.hpp"
#include "upstream/origin.hpp"
#include "upstream/proxy.hpp"
#include "upstream/tls.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace bellwether::upstream {

class resolver_cache;

/// What a pool and its exchanges share. An exchange may be destroyed after its
/// pool, with the io_context: then there is nothing to give back to.
struct pool_state {
  boost::asio::io_context& io;
  deadline_watch& deadlines;
  resolver_cache& names;
  origin to;
  std::optional<proxy> via;
  std::size_t max_idle;
  session_slot session{};
  std::optional<boost::asio::ip::address> last_good{};
  std::vector<std::unique_ptr<connection>> idle{}; ///< longest idle first

  /// The most recently used connection that still looks alive, or null.
  std::unique_ptr<connection> take_idle();

  void give_back(std::unique_ptr<connection> c);

  /// Closes what has been idle since `youngest` or before.
  void close_idle_since(time_point youngest);
};

} // namespace bellwether::upstream
