#pragma once

#include "domain/failure.hpp"
#include "providers/conversation.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace bellwether::providers::gemini {

/// Appends a caller's part as Gemini's; an empty text is none. A failure is
/// unsupported: Google fetches its own files and YouTube's films only.
std::optional<domain::failure> append_part(content_part part,
                                           nlohmann::ordered_json& parts);

/// An assistant's call with its signature.
nlohmann::ordered_json call_part(const called_tool& call);

/// The result of a tool, as the object that Gemini wants.
nlohmann::ordered_json result_part(const turn& result);

} // namespace bellwether::providers::gemini
