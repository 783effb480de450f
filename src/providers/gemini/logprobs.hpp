#pragma once

#include "providers/json_dom.hpp"

#include <string>

namespace bellwether::providers::gemini {

/// A candidate's `logprobsResult` as OpenAI's `logprobs` object, in JSON; "" if
/// it names no token.
std::string openai_logprobs(const dom::element& result);

} // namespace bellwether::providers::gemini
