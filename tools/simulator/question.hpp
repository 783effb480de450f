#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::simulator {

/// A tool that the answer shall call, with the arguments as JSON text.
struct tool_wish {
  std::string name;
  std::string arguments;
};

/// Whether a model thinks before it answers, and shows it.
enum class thinking : std::uint8_t { none, hidden, shown };

/// What a chat request asks for, whatever its wire format.
struct question {
  std::string model;
  std::uint64_t text_hash = 0; ///< of the texts of all messages
  std::size_t prompt_tokens = 0;
  std::size_t prompt_bytes = 0; ///< of those texts
  std::optional<std::size_t> max_tokens;
  std::vector<tool_wish> tools; ///< the calls that the answer makes
  std::string said;             ///< what the answer says; "": words of its own
  std::string sights;           ///< appended to what it says
  std::string json;             ///< the answer, if it must be JSON
  std::vector<std::string> stops;
  thinking thinks = thinking::none;
  std::size_t choices = 1;
  bool stream = false;
  bool include_usage = false;
};

} // namespace bellwether::simulator
