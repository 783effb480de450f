#pragma once

#include "providers/codec.hpp"

#include <chrono>
#include <optional>

namespace bellwether::providers {

/// OpenAI's `x-ratelimit-*`. The resets are durations, or plain seconds as some
/// compatible servers send them. Empty if the answer has none.
domain::quota_report openai_quota(const answer_head& head);

/// Anthropic's `anthropic-ratelimit-*`. Of its token limits the tighter of all
/// tokens and input tokens counts. The resets are compared with the answer's
/// own `Date`; without one they say nothing. Empty if the answer has none.
domain::quota_report anthropic_quota(const answer_head& head);

/// When the last of the limits that are used up is reset; nothing if none is,
/// or if the headers do not say when.
std::optional<std::chrono::milliseconds> openai_limit_reset(
    const answer_head& head);

/// The same, the limit of output tokens included.
std::optional<std::chrono::milliseconds> anthropic_limit_reset(
    const answer_head& head);

} // namespace bellwether::providers
