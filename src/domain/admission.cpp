#include "domain/admission.hpp"

#include <array>

namespace bellwether::domain {

std::string_view to_string(health_state s) {
  switch (s) {
    case health_state::closed:
      return "closed";
    case health_state::open:
      return "open";
    case health_state::half_open:
      return "half_open";
    case health_state::rate_limited:
      return "rate_limited";
    case health_state::misconfigured:
      return "misconfigured";
  }
  return "unknown";
}

std::optional<health_state> parse_health_state(std::string_view text) {
  constexpr std::array all{health_state::closed, health_state::open,
                           health_state::half_open, health_state::rate_limited,
                           health_state::misconfigured};
  for (const health_state s : all)
    if (to_string(s) == text)
      return s;
  return std::nullopt;
}

} // namespace bellwether::domain
