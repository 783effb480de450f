#pragma once

#include "actors/drill_board.hpp"
#include "domain/drill.hpp"
#include "domain/failure.hpp"
#include "http/gateway/wiring.hpp"
#include "http/gateway/worker.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <optional>

namespace bellwether::http {

/// The fault that an attempt at the provider is to meet now, if any. Draws its
/// own chance.
std::optional<domain::drill_order> draw_fault(const actors::drill_board& from,
                                              std::size_t provider);

/// Stands in a provider's place in an attempt that a drill hits: whatever comes
/// of it, comes as the failure that the real thing would have given. Nothing is
/// sent to the provider. Lives on the attempt's I/O thread.
class drill_edge {
public:
  drill_edge(worker& home, const domain::drill_order& order);

  /// Waits as long as the fault takes; then the failure, or nothing if the
  /// provider is to be asked now, within what is left of `limits`. What is
  /// referred to outlives the wait.
  boost::asio::awaitable<std::optional<domain::failure>> meet(
      const deployment_wire& at, const providers::decode_context& context,
      bool stream, upstream::exchange_limits& limits);

  /// Ends the wait with `why`, at once.
  void cancel(domain::failure_class why);

  /// How long the fault has taken.
  std::chrono::nanoseconds waited() const { return waited_; }

private:
  boost::asio::awaitable<std::optional<domain::failure>> stay_silent(
      upstream::exchange_limits& limits);

  domain::drill_order order_;
  boost::asio::steady_timer timer_;
  std::optional<domain::failure_class> ended_;
  std::chrono::nanoseconds waited_{0};
};

} // namespace bellwether::http
