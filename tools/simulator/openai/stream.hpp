#pragma once

#include "simulator/openai/answer_json.hpp"
#include "simulator/reply_script.hpp"

namespace bellwether::simulator {

/// Appends the answer as Chat Completions chunks behind the head in `script`.
void stream_chunks(const answer& a, const openai_accent& accent,
                   reply_script& script);

} // namespace bellwether::simulator
