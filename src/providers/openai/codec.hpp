#pragma once

#include "providers/codec.hpp"
#include "providers/openai/dialect.hpp"

#include <memory>

namespace bellwether::providers {

/// OpenAI's chat completions, as OpenAI, DeepSeek and everybody who copies them
/// speak it, with the liberties that they take.
///
/// Answers and chunks of OpenAI's strict shape pass through as they are; others
/// are mended until they are. All chunks of a stream share one id, time and
/// model. In streams the `usage` member leaves every
/// chunk but the usage chunk, which comes last and exactly once if the provider
/// counted anything: callers that did not ask for it need only drop that event.
std::unique_ptr<codec> make_openai_codec(
    openai_dialect dialect = openai_dialect::compatible);

} // namespace bellwether::providers
