#include "domain/alert.hpp"

#include <array>

namespace bellwether::domain {

namespace {

constexpr std::array<std::string_view, 4> states{"pending", "firing",
                                                 "escalated", "resolved"};
constexpr std::array<std::string_view, 4> steps{"fired", "repeated",
                                                "escalated", "resolved"};

template <class Value>
std::optional<Value> find(const std::array<std::string_view, 4>& names,
                          std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names.at(i) == text)
      return static_cast<Value>(i);
  return std::nullopt;
}

} // namespace

std::string_view to_string(alert_state s) {
  return states.at(static_cast<std::size_t>(s));
}

std::optional<alert_state> parse_alert_state(std::string_view text) {
  return find<alert_state>(states, text);
}

std::string_view to_string(alert_step s) {
  return steps.at(static_cast<std::size_t>(s));
}

std::optional<alert_step> parse_alert_step(std::string_view text) {
  return find<alert_step>(steps, text);
}

} // namespace bellwether::domain
