#pragma once

#include "providers/codec.hpp"

#include <memory>

namespace bellwether::providers {

/// Embeddings of the Gemini API: batchEmbedContents.
std::unique_ptr<codec> make_gemini_embeddings_codec();

} // namespace bellwether::providers
