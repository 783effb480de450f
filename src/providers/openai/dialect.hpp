#pragma once

#include <cstdint>

namespace bellwether::providers {

/// Who speaks OpenAI's format, and so which liberties it takes.
enum class openai_dialect : std::uint8_t {
  openai,     ///< api.openai.com: strict about what it does not know
  deepseek,   ///< thinking, system messages only, max_tokens, no json_schema
  compatible, ///< vLLM, Ollama, gateways: everything passes as it came
};

} // namespace bellwether::providers
