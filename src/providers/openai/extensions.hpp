#pragma once

#include <string_view>

namespace bellwether::providers {

/// A set of words that a request may hold and that some dialect does not take.
using extensions = unsigned;

inline constexpr extensions ext_reasoning_content = 1;
inline constexpr extensions ext_thinking_blocks = 2;
inline constexpr extensions ext_extra_content = 4;
inline constexpr extensions ext_cache_control = 8;
inline constexpr extensions ext_is_error = 16;
inline constexpr extensions ext_tool_calls = 32;
inline constexpr extensions ext_image = 64;
inline constexpr extensions ext_other_media = 128;

/// Which of the words stand anywhere in `body`, be it as a key or in a text: so
/// that bodies without any, which are most, need no closer look. Keys that are
/// written with escapes are not found.
extensions extensions_in(std::string_view body);

} // namespace bellwether::providers
