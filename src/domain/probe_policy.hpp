#pragma once

#include "domain/admission.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::domain {

/// What an active probe asks a provider.
enum class probe_kind : std::uint8_t {
  off,
  models,     ///< its list of models: free everywhere
  completion, ///< an answer of one token: costs, and proves more
};

std::string_view to_string(probe_kind k);

/// How a provider is probed.
struct probe_policy {
  probe_kind kind = probe_kind::models;
  std::chrono::milliseconds interval{60'000};
  std::chrono::milliseconds timeout{10'000};
};

/// What the schedule must know of a provider.
struct probe_facts {
  health_state state = health_state::closed;
  time_point held_until = {};
  time_point known_since = {}; ///< when it came to be known at all
  /// When anything last told its health.
  std::optional<time_point> last_told = std::nullopt;
  std::optional<time_point> last_probe = std::nullopt;
  bool probe_out = false;
};

/// When the next active probe is due, nothing if never. One that is held out is
/// probed when its hold is over, at least a second after the last probe. Any
/// other when nothing has told of it for an interval: real traffic that does
/// makes probes needless. `chance` in [0, 1) spreads the interval by a tenth,
/// so that providers are not all probed at once.
std::optional<time_point> next_probe(const probe_policy& policy,
                                     const probe_facts& facts, time_point now,
                                     double chance);

} // namespace bellwether::domain
