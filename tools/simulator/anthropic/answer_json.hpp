#pragma once

#include "simulator/answer.hpp"

#include <string>
#include <string_view>

namespace bellwether::simulator {

/// The stop reason as JSON: a string, or null.
std::string_view stop_reason(const answer& a);

/// The stop sequence as JSON: a string, or null.
std::string stop_sequence_text(const answer& a);

/// A usage with that many tokens of output.
std::string anthropic_usage(const answer& a, std::size_t output_tokens);

/// A message: `content` is the array, `usage` the usage object or "".
std::string message_text(const answer& a, std::string_view content,
                         bool finished, std::string_view usage);

/// The blocks of a whole answer, without the brackets.
std::string blocks_text(const answer& a);

/// The signature of the answer's thought.
std::string thought_signature(const answer& a);

/// The data of a thought that is not shown.
std::string redacted_data(const answer& a);

} // namespace bellwether::simulator
