#pragma once

#include "providers/codec.hpp"

#include <memory>

namespace bellwether::providers::anthropic {

/// The decoder of Anthropic's streams. The finish reason is held back until the
/// stream has come to its own end. A body that is JSON instead of a stream is
/// decoded when it ends.
std::unique_ptr<stream_decoder> make_stream_decoder(decode_context context);

} // namespace bellwether::providers::anthropic
