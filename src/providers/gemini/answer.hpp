#pragma once

#include "providers/codec.hpp"

#include <string_view>
#include <variant>

namespace bellwether::providers::gemini {

/// A complete GenerateContentResponse as a chat completion. A prompt that
/// Google blocked is an answer too: an empty one with finish reason
/// content_filter.
std::variant<answer, domain::failure> decode_answer(
    std::string_view body, int status, const decode_context& context);

} // namespace bellwether::providers::gemini
