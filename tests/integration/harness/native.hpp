#pragma once

#include "integration/harness/stage.hpp"

#include <string>
#include <vector>

namespace bellwether::integration {

/// A configuration like configuration_for, in which each provider speaks its
/// own wire format: kinds openai, anthropic, gemini and deepseek. The models
/// are called as their providers call them.
json native_configuration(const simulator& sim,
                          const json& changes = json::object());

/// A model of each provider: gpt-4.1, claude-sonnet-4-5, gemini-2.5-flash,
/// deepseek-chat.
const std::vector<std::string>& one_model_each();

/// A whole answer's message, or that of a stream put together from its chunks,
/// with `finish_reason` and `usage` beside its own members.
json message_of(const answer& got);

/// A chat completion, plain or as a stream (which is asked for its usage).
answer ask(const stage& at, const json& body, bool stream);

} // namespace bellwether::integration
