#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace bellwether::providers::gemini {

/// Copies what only Google has from the caller's request into Google's:
/// `safety_settings`, `cached_content` and `thinking_config`, which callers
/// send at top level, in `google` or in `extra_body.google`. Values of a wrong
/// type are passed over.
void copy_google_options(std::string_view body, nlohmann::ordered_json& out);

/// Whether a member of a request is one of these, or holds them.
bool is_google_option(std::string_view name);

} // namespace bellwether::providers::gemini
