#pragma once

#include "actors/directory.hpp"
#include "http/gateway/drill_edge.hpp"
#include "http/gateway/probe_finding.hpp"
#include "http/gateway/services.hpp"
#include "http/gateway/worker.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <vector>

namespace bellwether::http {

/// Probes providers over the I/O threads' own connections, in turn. Any
/// thread. May outlive the gateway: a probe that is asked for after stop() is
/// dropped, and its permit tells nothing.
class gateway_prober final
    : public actors::prober,
      public std::enable_shared_from_this<gateway_prober> {
public:
  /// The workers must run until stop() has returned.
  gateway_prober(const services& with,
                 const std::vector<std::unique_ptr<worker>>& at);

  void probe(std::size_t provider, actors::permit slot) override;

  /// Takes no more probes and ends those that run, which then tell nothing.
  /// Returns when they are gone, or after `patience`.
  void stop(std::chrono::milliseconds patience);

private:
  /// The probes that run on one worker; used on its thread only.
  struct desk {
    worker* home = nullptr;
    std::unordered_set<upstream::exchange*> running;
    std::unordered_set<drill_edge*> drilled;
  };
  static boost::asio::awaitable<void> run(std::shared_ptr<gateway_prober> self,
                                          desk& at, std::size_t provider,
                                          actors::permit slot);
  boost::asio::awaitable<probe_finding> ask(desk& at,
                                            std::size_t provider) const;
  boost::asio::awaitable<std::optional<domain::failure>> meet_drill(
      desk& at, std::size_t provider, upstream::exchange_limits& limits) const;
  probe_finding judge(const upstream::exchange& x, std::size_t provider,
                      std::string body, bool whole) const;
  void tell(std::size_t provider, const probe_finding& found) const;
  void set_down(std::size_t provider, const probe_finding& found) const;

  std::shared_ptr<const domain::catalog> catalog_;
  std::shared_ptr<const http::wiring> wiring_;
  std::shared_ptr<const actors::drill_board> drills_;
  std::shared_ptr<storage::ledger_writer> ledger_;
  /// Weak: the directory holds the prober.
  std::weak_ptr<const actors::directory> actors_;
  std::vector<std::unique_ptr<desk>> desks_;
  std::mutex mutex_; ///< of what stop() and probe() race for
  std::size_t turn_ = 0;
  std::atomic<bool> stopped_ = false;
  std::atomic<std::size_t> running_ = 0;
};

} // namespace bellwether::http
