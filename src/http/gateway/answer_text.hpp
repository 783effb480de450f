#pragma once

#include "providers/codec.hpp"

#include <cstdint>
#include <string_view>

namespace bellwether::http {

/// The bytes of text in a chat completion's answers, counted as those of a
/// stream are; 0 for what is no chat completion.
std::int64_t answer_text(std::string_view body);

/// The same of an answer whose usage was not reported, and of one in eight
/// whose was: to look at all of it once more costs something, and they tell
/// enough of how good estimates are. 0 for the others.
std::int64_t measured_text(const providers::answer& of);

} // namespace bellwether::http
