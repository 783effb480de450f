#pragma once

#include "upstream/deadline_watch.hpp"
#include "upstream/origin.hpp"
#include "upstream/proxy.hpp"
#include "upstream/resolver_cache.hpp"
#include "upstream/tls.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>

namespace bellwether::upstream {

struct pool_state;

/// The connections of one I/O thread to one provider. Not thread-safe.
class pool {
public:
  /// An idle connection is not used again after this: servers commonly hold
  /// theirs for 60 s.
  static constexpr std::chrono::seconds max_age{55};

  /// All that is referred to outlives the pool's use.
  pool(boost::asio::io_context& io, deadline_watch& deadlines,
       resolver_cache& names, origin to, std::optional<proxy> via,
       std::size_t max_idle);
  ~pool();
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  /// Closes the connections that have been idle for so long; all by default.
  void close_idle(std::chrono::seconds older_than = {});

  std::size_t idle() const;

  const origin& to() const;

private:
  friend class exchange;

  std::shared_ptr<pool_state> state_;
};

} // namespace bellwether::upstream
