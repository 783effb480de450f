#pragma once

#include "providers/codec.hpp"

#include <string>
#include <variant>

namespace bellwether::providers {

/// A list of embeddings with its vectors as the caller wants them: by
/// `context.base64_vectors`, whatever the server sent. An answer that is
/// already like that and of strict shape stays byte for byte.
std::variant<answer, domain::failure> read_embeddings(
    std::string body, int status, const decode_context& context);

} // namespace bellwether::providers
