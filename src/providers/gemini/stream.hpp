#pragma once

#include "providers/codec.hpp"

#include <memory>

namespace bellwether::providers::gemini {

/// The decoder of streamGenerateContent, with or without alt=sse.
///
/// Google ends its streams with nothing but the end of the connection. The
/// decoder takes a stream for complete as soon as each candidate that it has
/// seen has its finish reason and the tokens were counted with it or behind it,
/// so that a connection that stays open holds nobody up; and at the end of the
/// connection if the tokens were never counted, or if several choices were
/// asked for: one of them may end before another has begun.
std::unique_ptr<stream_decoder> make_stream_decoder(decode_context context);

} // namespace bellwether::providers::gemini
