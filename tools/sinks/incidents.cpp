#include "sinks/incidents.hpp"

#include <algorithm>

namespace bellwether::sinks {

using nlohmann::json;

incident_book::incident* incident_book::find_open(
    const std::string& routing_key, const std::string& dedup_key) {
  const auto at = std::ranges::find_if(all_, [&](const incident& i) {
    return i.routing_key == routing_key && i.dedup_key == dedup_key
           && i.state != "resolved";
  });
  return at == all_.end() ? nullptr : &*at;
}

std::string incident_book::trigger(incident* at, const json& event,
                                   const std::string& dedup_key) {
  const bool fresh = at == nullptr;
  if (fresh) {
    at = &all_.emplace_back();
    at->routing_key = event.at("routing_key");
    at->dedup_key = dedup_key;
    at->summary = event.at("payload").at("summary");
    at->severity = event.at("payload").at("severity");
  }
  ++at->triggers;
  return fresh ? "opened" : "appended";
}

json incident_book::take(const json& event) {
  const auto key =
      event.value("dedup_key", "incident-" + std::to_string(all_.size() + 1));
  const std::string action = event.at("event_action");
  auto* const at = find_open(event.at("routing_key"), key);
  std::string became = "dropped";
  if (action == "trigger") {
    became = trigger(at, event, key);
  } else if (at != nullptr && action == "resolve") {
    at->state = became = "resolved";
    ++at->resolves;
  } else if (at != nullptr) {
    at->state = became = "acknowledged";
  }
  return {{"dedup_key", key}, {"event", became}};
}

json incident_book::listed() const {
  auto out = json::array();
  for (const auto& i : all_) {
    out.push_back({{"dedup_key", i.dedup_key},
                   {"state", i.state},
                   {"triggers", i.triggers},
                   {"resolves", i.resolves},
                   {"summary", i.summary},
                   {"severity", i.severity}});
  }
  return out;
}

} // namespace bellwether::sinks
