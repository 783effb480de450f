#pragma once

#include "simulator/answer.hpp"
#include "simulator/reply_script.hpp"

#include <string>

namespace bellwether::simulator {

/// The answer as one GenerateContentResponse.
std::string whole_response(const answer& a);

/// Appends the answer in pieces behind the head in `script`: server-sent
/// events, or the elements of a JSON array.
void stream_responses(const answer& a, bool events, reply_script& script);

} // namespace bellwether::simulator
