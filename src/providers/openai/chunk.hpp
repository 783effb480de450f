#pragma once

#include "domain/price.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::providers {

/// What Bellwether reads out of one chunk of a stream. Views are valid until
/// this thread parses again.
struct chunk_facts {
  bool is_chunk = false;    ///< a JSON object
  bool is_error = false;    ///< there is an `error`, or nothing of a chunk
  bool is_strict = true;    ///< its shape is OpenAI's; for what is read here
  bool has_choices = false; ///< at least one
  bool has_content = false;
  bool has_calls = false; ///< pieces of tool calls
  bool finished = false;  ///< carries a finish reason
  bool gave_up = false;   ///< DeepSeek's insufficient_system_resource
  int usage_keys = 0;
  bool is_strict_usage = false;
  std::optional<domain::usage> usage;
  std::int64_t content_chars = 0;
  std::string_view id; ///< "" if there is none
  std::string_view model;
  std::optional<std::int64_t> created;
};

/// Reads one chunk with one parse. For text that is not JSON `is_chunk` is
/// false.
chunk_facts read_chunk(std::string_view json);

} // namespace bellwether::providers
