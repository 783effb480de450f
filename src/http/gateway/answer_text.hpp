#pragma once

#include <cstdint>
#include <string_view>

namespace bellwether::http {

/// The bytes of text in a chat completion's answers, counted as those of a
/// stream are; 0 for what is no chat completion.
std::int64_t answer_text(std::string_view body);

} // namespace bellwether::http
