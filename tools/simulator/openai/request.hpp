#pragma once

#include "simulator/wire_format.hpp"

#include <simdjson.h>
#include <variant>

namespace bellwether::simulator {

/// The question in a Chat Completions request, or the 400 (DeepSeek: 422) that
/// the provider answers. Unknown members are fine unless the house has a rule
/// against them. `parser` keeps the buffers.
std::variant<question, http_reply> read_chat(const request_view& r,
                                             simdjson::dom::parser& parser);

/// The answer to a request for embeddings.
http_reply answer_embeddings(const request_view& r,
                             simdjson::dom::parser& parser);

} // namespace bellwether::simulator
