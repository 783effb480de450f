#pragma once

#include "surfaces/openai_request.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace bellwether::surfaces {

/// Turns an item's content, text or parts at `path`, into a chat message's, and
/// appends its refusals to `refusal`. Plain text becomes a string; `out` is
/// null if there is nothing but a refusal. Takes what it needs out of
/// `content`.
problem read_parts(nlohmann::ordered_json& content, const std::string& path,
                   nlohmann::ordered_json& out, std::string& refusal);

} // namespace bellwether::surfaces
