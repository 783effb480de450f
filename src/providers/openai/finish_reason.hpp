#pragma once

#include <string_view>

namespace bellwether::providers {

/// Whether it is one of OpenAI's five.
bool is_finish_reason(std::string_view reason);

/// Whether an answer with tool calls that says so means what it says. OpenAI
/// stops like that after a call that the caller forced; others (Ollama, Gemini)
/// after every call, and clients would not run the tool.
enum class stop_with_calls : bool { is_tool_calls, is_stop };

/// One of OpenAI's five for what a provider said, "" included.
std::string_view strict_finish_reason(std::string_view reason, bool has_calls,
                                      stop_with_calls stop);

} // namespace bellwether::providers
