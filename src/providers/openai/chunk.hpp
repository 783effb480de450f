#pragma once

#include "domain/price.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace bellwether::providers {

/// What Bellwether reads out of one chunk of a stream.
struct chunk_facts {
  bool is_chunk = false;    ///< a JSON object
  bool is_error = false;    ///< there is an `error`, or nothing of a chunk
  bool has_choices = false; ///< at least one
  bool has_content = false;
  bool finished = false; ///< carries a finish reason
  bool gave_up = false;  ///< DeepSeek's insufficient_system_resource
  int usage_keys = 0;
  std::optional<domain::usage> usage;
  std::int64_t content_chars = 0;
};

/// Reads one chunk with one parse. For text that is not JSON `is_chunk` is
/// false.
chunk_facts read_chunk(std::string_view json);

} // namespace bellwether::providers
