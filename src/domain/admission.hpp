#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace bellwether::domain {

using time_point = std::chrono::steady_clock::time_point;

enum class health_state : std::uint8_t {
  closed,        ///< healthy
  open,          ///< down: held out until the hold ends
  half_open,     ///< down, one probe is out
  rate_limited,  ///< not a fault: held out until the provider's time
  misconfigured, ///< an operator must act; tried again slowly
};

std::string_view to_string(health_state s);

/// Admission to one attempt, or the reason and time of a refusal.
struct admission {
  bool admitted = false;
  bool probe = false; ///< the one attempt that a half-open breaker lets through
  health_state state = health_state::closed;
  time_point until; ///< of a refusal: when asking again makes sense
};

} // namespace bellwether::domain
