#include "domain/silence.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

bool is_meant(const std::optional<alert_rule>& rule, const std::string& entity,
              const alert_key& key) {
  return (!rule || *rule == key.rule)
         && (entity.empty() || entity == key.entity);
}

} // namespace

bool silence::matches(const alert_key& key) const {
  return is_meant(rule, entity, key);
}

bool silence_window::matches(const alert_key& key) const {
  return is_meant(rule, entity, key);
}

bool silence_window::covers(wall_time now, const time_zone& zone) const {
  const auto local = local_at(zone, now);
  const auto today = std::chrono::floor<std::chrono::days>(local);
  const auto time = local - today;
  const auto on = [this](std::chrono::local_days day) {
    return days.empty()
           || std::ranges::find(days, std::chrono::weekday{day}) != days.end();
  };
  if (from < until)
    return on(today) && time >= from && time < until;
  // Over midnight: the day is the one on which it began.
  return (on(today) && time >= from)
         || (on(today - std::chrono::days{1}) && time < until);
}

} // namespace bellwether::domain
