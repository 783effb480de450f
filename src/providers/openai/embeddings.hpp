#pragma once

#include "providers/codec.hpp"

#include <memory>

namespace bellwether::providers {

/// Embeddings as OpenAI, and everybody who copies it, has them.
std::unique_ptr<codec> make_openai_embeddings_codec();

} // namespace bellwether::providers
