#pragma once

#include "simulator/wire_format.hpp"

#include <simdjson.h>
#include <variant>

namespace bellwether::simulator {

/// The question in a generateContent request, or the 400 that Google answers.
/// `parser` keeps the buffers.
std::variant<question, http_reply> read_generate_request(
    const request_view& r, simdjson::dom::parser& parser);

/// The answer to embedContent and batchEmbedContents.
http_reply answer_embed_content(const request_view& r,
                                simdjson::dom::parser& parser);

} // namespace bellwether::simulator
