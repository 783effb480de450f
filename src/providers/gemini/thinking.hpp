#pragma once

#include "providers/codec.hpp"
#include "providers/conversation.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace bellwether::providers::gemini {

/// Sets `thinkingConfig` to as much thought as the caller asked for: a budget
/// of tokens up to Gemini 2.5, a level from 3 on. Nothing is set if nothing was
/// asked; what the model cannot be told is named in `dropped`.
void set_thinking(const conversation& talk, const target& to,
                  nlohmann::ordered_json& generation_config,
                  std::vector<std::string>& dropped);

} // namespace bellwether::providers::gemini
