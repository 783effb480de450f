#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bellwether::domain {

using time_point = std::chrono::steady_clock::time_point;

enum class health_state : std::uint8_t {
  closed,        ///< healthy
  open,          ///< down: held out until the hold ends
  half_open,     ///< the hold is over; one probe at a time may prove it
  rate_limited,  ///< not a fault: held out until the provider's time
  misconfigured, ///< an operator must act; tried again slowly
};

std::string_view to_string(health_state s);
std::optional<health_state> parse_health_state(std::string_view text);

/// How much an attempt is worth.
enum class urgency : std::uint8_t {
  normal, ///< another candidate may do as well
  /// No candidate admitted it: caution (slow start, a low quota) gives way, a
  /// place in the queue is as good as a slot, and a provider that is held out
  /// is asked now and then.
  last_resort,
};

/// Why an attempt was not admitted.
enum class refusal : std::uint8_t {
  none,
  held_out,    ///< its state holds it out until a time
  probing,     ///< half-open, and the probe is out
  recovering,  ///< slow start: this request is not in its share yet
  low_quota,   ///< the provider's own counts say that a 429 is near
  full,        ///< no slot, and no place in the queue in time
  over_budget, ///< it may not be paid; waiting does not help
};

/// Admission to one attempt, or the reason and time of a refusal.
struct admission {
  bool admitted = false;
  bool probe = false; ///< the one attempt that proves a held-out provider
  health_state state = health_state::closed;
  refusal why = refusal::none;
  time_point until = {}; ///< of a refusal: when asking again makes sense
};

/// A change of state, for the log, the event stream and the alerts.
struct health_change {
  health_state from;
  health_state to;
  std::string cause;
  time_point until; ///< of the hold; the epoch without one
};

} // namespace bellwether::domain
