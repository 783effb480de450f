#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace bellwether::sinks {

/// PagerDuty's incidents: one for all triggers with the same routing key and
/// dedup_key until it is resolved; the next trigger opens another.
class incident_book {
public:
  /// Takes an event that was accepted. Returns its dedup_key (a new one for a
  /// trigger that has none), and what became of the event: "opened",
  /// "appended", "acknowledged", "resolved" or "dropped".
  nlohmann::json take(const nlohmann::json& event);

  /// A list of {"dedup_key", "state", "triggers", "resolves", "summary",
  /// "severity"}, the oldest first; summary and severity are the first
  /// trigger's.
  nlohmann::json listed() const;

private:
  struct incident {
    std::string routing_key;
    std::string dedup_key;
    std::string summary;
    std::string severity;
    std::string state = "triggered";
    std::size_t triggers = 0;
    std::size_t resolves = 0;
  };

  incident* find_open(const std::string& routing_key,
                      const std::string& dedup_key);
  std::string trigger(incident* at, const nlohmann::json& event,
                      const std::string& dedup_key);

  std::vector<incident> all_;
};

} // namespace bellwether::sinks
