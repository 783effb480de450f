#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bellwether::providers {

/// Appends one code point. A lone surrogate is encoded like any other number.
void append_utf8(std::string& out, char32_t code_point);

/// The code point at the front of `text` and its length. For a byte that opens
/// none: U+FFFD and 1. `text` must not be empty.
struct decoded_code_point {
  char32_t value;
  std::size_t bytes;
};
decoded_code_point decode_utf8(std::string_view text);

} // namespace bellwether::providers
