#pragma once

#include "actors/event_log.hpp"

#include <string>
#include <vector>

namespace bellwether::http {

/// An event of a text/event-stream: id, kind and {id, at, kind, provider,
/// model, from, to, cause, until}; what an event does not have is null.
std::string event_text(const actors::event& e);

/// {newest_id, events: [...]}: whoever asks again for what came after newest_id
/// misses nothing. `newest` is that of the log before `events` were taken.
std::string events_json(const std::vector<actors::event>& events,
                        std::uint64_t newest);

} // namespace bellwether::http
