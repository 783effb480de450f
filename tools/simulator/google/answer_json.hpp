#pragma once

#include "simulator/answer.hpp"

#include <string>
#include <string_view>

namespace bellwether::simulator {

/// What a candidate has made so far, for the usage of an event.
struct made_tokens {
  std::size_t thoughts = 0;
  std::size_t candidates = 0; ///< without the thoughts
};

/// A candidate: `parts` are those of this event, without the brackets; `last`:
/// the finish reason comes with them.
std::string candidate_text(const answer& a, std::size_t index,
                           std::string_view parts, bool last);

/// The response around candidates (without the brackets).
std::string response_text(const answer& a, std::string_view candidates,
                          const made_tokens& made);

std::string thought_part(std::string_view text);
std::string text_part(std::string_view text);

/// A function call; the first of a choice carries the signature where the
/// model has them.
std::string call_part(const answer& a, const choice& c, std::size_t call);

/// Parts that nobody knows.
std::string unknown_parts();

/// Whether the candidates have content: not with a malformed call or when
/// thinking has used up all tokens.
bool has_parts(const answer& a, const choice& c);

} // namespace bellwether::simulator
