#pragma once

#include "domain/model_traits.hpp"
#include "domain/price.hpp"
#include "domain/request_facts.hpp"
#include "domain/stream_guard.hpp"
#include "domain/token_estimate.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bellwether::domain {

/// How able, and how dear, a model is.
enum class tier : std::uint8_t { economy, standard, premium };

std::string_view to_string(tier t);

/// What a model can do beyond text in, text out. The first four are the
/// model's; the others are what its provider's wire format can carry.
struct capabilities {
  bool tools = true;
  bool vision = false;
  bool audio = false;
  bool json_schema = false;
  bool remote_images = true;
  bool documents = true;
  bool many_choices = true;

  bool operator==(const capabilities&) const = default;
};

/// One model at one provider. The same `name` may stand at several providers:
/// these are deployments of one model and replace each other.
struct deployment {
  std::string name;          ///< what callers ask for
  std::size_t provider = 0;  ///< index into catalog::providers
  std::string upstream_name; ///< what the provider calls it
  domain::tier tier = tier::standard;
  int priority = 100; ///< 1 comes first
  std::int64_t context_window = 128'000;
  std::int64_t max_output_tokens = 4'096;
  std::optional<domain::price> price;
  domain::task task = domain::task::chat; ///< the only one it is planned for
  domain::capabilities capabilities;
  model_traits traits;
  model_family family = model_family::other; ///< for estimates
  stream_limits streams;
  std::vector<std::string> fallbacks; ///< models or routes tried afterwards
};

/// How a route orders its candidates.
enum class strategy : std::uint8_t {
  complexity, ///< the tier that the request needs, then upward, then downward
  priority,   ///< the models' priorities
  cost,       ///< cheapest output price first
  listed,     ///< as the configuration lists them
};

std::string_view to_string(strategy s);

/// When a route asks a second candidate beside the first one.
struct hedge_policy {
  double extra_spend = 0.0; ///< at most this share on top of the route's spend
  /// The first one always has this long, however fast it was until now.
  std::chrono::milliseconds least_wait{100};
};

/// A name that callers may ask for as `model`.
struct route {
  domain::strategy strategy = strategy::complexity;
  std::vector<std::string> candidates; ///< model names
  std::vector<std::string> fallbacks;  ///< models or routes tried afterwards
  std::optional<hedge_policy> hedge = std::nullopt; ///< nothing: never
};

/// Estimated prompt tokens from which a request counts as harder.
struct complexity_thresholds {
  std::int64_t standard_from_tokens = 500;
  std::int64_t premium_from_tokens = 2'000;
};

/// Everything that routing knows of the configuration. Immutable once built;
/// shared between threads as `shared_ptr<const catalog>`.
struct catalog {
  std::vector<std::string> providers; ///< names
  std::vector<deployment> deployments;
  std::map<std::string, route, std::less<>> routes;
  complexity_thresholds thresholds;

  /// Whether a caller may ask for `name`.
  bool knows(std::string_view name) const;
};

} // namespace bellwether::domain
