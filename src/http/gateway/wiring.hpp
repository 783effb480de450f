#pragma once

#include "providers/codec.hpp"
#include "settings/settings.hpp"
#include "upstream/exchange.hpp"
#include "upstream/pool.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::http {

/// How a provider is asked whether it is well: for its list of models, or for
/// an answer of one token.
struct probe_wire {
  std::string head;                      ///< secret: the request's head
  std::string body;                      ///< "": the list of models
  std::optional<std::size_t> deployment; ///< that answers; nothing: the list
  upstream::exchange_limits limits;      ///< but for the deadline
  std::chrono::milliseconds timeout{0};  ///< of all of it
};

/// How a provider is reached.
struct provider_wire {
  std::unique_ptr<providers::codec> chat;
  std::unique_ptr<providers::codec> embeddings; ///< null: the kind has none
  upstream::origin origin;
  std::optional<upstream::proxy> proxy;
  std::size_t max_idle_connections = 0;
  probe_wire probe;
};

/// How a deployment is called: what need not be made anew for each request.
struct deployment_wire {
  const provider_wire* provider = nullptr;
  std::size_t provider_index = 0;
  const providers::codec* codec = nullptr; ///< of its provider and task
  providers::target target;
  std::string head;        ///< secret: request head of a plain call
  std::string stream_head; ///< secret: request head of a streaming call
  upstream::exchange_limits limits;
  upstream::exchange_limits stream_limits;
};

/// Everything between a chosen deployment and its provider's socket, made once
/// from the settings. Immutable; shared between threads.
struct wiring {
  std::vector<provider_wire> providers;     ///< as settings::providers
  std::vector<deployment_wire> deployments; ///< as catalog::deployments
  /// The chat deployment with the highest output price: what answers would have
  /// cost there is what routing saves. Nothing: none has a price.
  std::optional<std::size_t> dearest_chat;
};

std::shared_ptr<const wiring> make_wiring(const settings::settings& from);

} // namespace bellwether::http
