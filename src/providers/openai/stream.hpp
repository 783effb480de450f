#pragma once

#include "providers/codec.hpp"

#include <memory>

namespace bellwether::providers {

/// The decoder of OpenAI's streams. A body that is JSON instead of a stream is
/// decoded when it ends.
std::unique_ptr<stream_decoder> make_openai_stream_decoder();

} // namespace bellwether::providers
