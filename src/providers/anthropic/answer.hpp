#pragma once

#include "providers/codec.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace bellwether::providers::anthropic {

/// OpenAI's finish reason for a stop reason; "" and unknown ones go by whether
/// there are calls.
std::string_view finish_reason(std::string_view stop_reason, bool has_calls);

/// An id for what the provider gave none.
std::string id_or_own(std::string_view id, const decode_context& context);

/// The same for the call at `place` of an answer.
std::string call_id_or_own(std::string_view id, const decode_context& context,
                           std::size_t place);

/// A message as a chat completion. `status` is the answer's.
std::variant<answer, domain::failure> read_message(
    std::string_view body, int status, const decode_context& context);

} // namespace bellwether::providers::anthropic
