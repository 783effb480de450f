#pragma once

#include "providers/codec.hpp"

#include <string_view>
#include <variant>

namespace bellwether::providers::gemini {

/// The answer of batchEmbedContents as OpenAI's list, in the order in which the
/// inputs were sent. Google counts no tokens for embeddings as a rule: the
/// usage is then nothing, and zeros in the body, which must have it.
std::variant<answer, domain::failure> decode_embeddings(
    std::string_view body, int status, const decode_context& context);

} // namespace bellwether::providers::gemini
