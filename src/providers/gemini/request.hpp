#pragma once

#include "providers/codec.hpp"

#include <string_view>
#include <variant>

namespace bellwether::providers::gemini {

/// A chat completion request as the body of generateContent.
std::variant<encoded, domain::failure> encode_request(std::string_view body,
                                                      const target& to);

} // namespace bellwether::providers::gemini
