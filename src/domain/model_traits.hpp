#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::domain {

/// How a model is told how much to think.
enum class reasoning_control : std::uint8_t {
  automatic, ///< as its name suggests
  none,      ///< it cannot be told
  effort,    ///< a word, as OpenAI has it
  budget,    ///< a number of tokens
  adaptive,  ///< the model decides, guided by a word (Claude from 4.6 on)
  level,     ///< a level (Gemini from 3 on)
};

std::string_view to_string(reasoning_control c);

/// What sets a model apart from others that speak the same wire format.
/// Nothing = as its name suggests.
struct model_traits {
  reasoning_control reasoning = reasoning_control::automatic;
  std::optional<bool> sampling;          ///< takes temperature and top_p
  std::optional<bool> replays_reasoning; ///< wants its reasoning sent back

  bool operator==(const model_traits&) const = default;
};

} // namespace bellwether::domain
