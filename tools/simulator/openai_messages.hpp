#pragma once

#include "simulator/openai_fields.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace bellwether::simulator {

/// What is gathered while the messages are read.
struct prompt {
  std::uint64_t hash = 0;          ///< of all texts
  std::size_t characters = 0;      ///< of all texts
  std::string_view last_user_text; ///< lives as long as the parsed request

  void add(std::string_view text, bool user);
};

/// Checks `messages` and gathers their texts.
refusal read_messages(simdjson::dom::object root, prompt& p);

} // namespace bellwether::simulator
