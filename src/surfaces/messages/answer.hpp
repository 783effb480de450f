#pragma once

#include "surfaces/messages/message.hpp"

#include <string>
#include <string_view>

namespace bellwether::surfaces::anthropic {

/// A chat completion as a Message.
std::string answer_of(std::string_view completion, const answer_style& style);

} // namespace bellwether::surfaces::anthropic
