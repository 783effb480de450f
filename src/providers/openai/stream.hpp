#pragma once

#include "providers/codec.hpp"
#include "providers/openai/mending.hpp"

#include <memory>

namespace bellwether::providers {

/// The decoder of OpenAI's streams, which mends by `by` what is not of OpenAI's
/// strict shape. A body that is JSON instead of a stream is
/// decoded when it ends.
std::unique_ptr<stream_decoder> make_openai_stream_decoder(mending by);

} // namespace bellwether::providers
