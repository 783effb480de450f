#include "http/control/events_text.hpp"

#include "domain/rfc3339.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

namespace bellwether::http {

using nlohmann::ordered_json;

namespace {

std::string text_of(std::chrono::system_clock::time_point at) {
  return domain::write_rfc3339(
      std::chrono::floor<std::chrono::milliseconds>(at));
}

ordered_json or_null(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

ordered_json to_json(const actors::event& e) {
  return {{"id", e.id},
          {"at", text_of(e.at)},
          {"kind", e.kind},
          {"provider", or_null(e.provider)},
          {"model", or_null(e.model)},
          {"from", or_null(e.from)},
          {"to", or_null(e.to)},
          {"cause", or_null(e.cause)},
          {"until",
           e.until ? ordered_json(text_of(*e.until)) : ordered_json(nullptr)}};
}

} // namespace

std::string event_text(const actors::event& e) {
  // In one line whatever the cause says: line ends are escaped.
  const auto data =
      to_json(e).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", e.id, e.kind, data);
}

std::string events_json(const std::vector<actors::event>& events,
                        std::uint64_t newest) {
  if (!events.empty())
    newest = std::max(newest, events.back().id);
  ordered_json out{{"newest_id", newest}, {"events", ordered_json::array()}};
  for (const auto& each : events)
    out["events"].push_back(to_json(each));
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace bellwether::http
