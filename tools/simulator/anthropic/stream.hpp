#pragma once

#include "simulator/answer.hpp"
#include "simulator/reply_script.hpp"

namespace bellwether::simulator {

/// Appends the answer as the events of a Messages stream behind the head in
/// `script`.
void stream_message(const answer& a, reply_script& script);

} // namespace bellwether::simulator
