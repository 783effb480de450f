#pragma once

#include "providers/codec.hpp"

#include <string_view>
#include <variant>

namespace bellwether::providers::anthropic {

/// A chat completion request as a request for /messages.
std::variant<encoded, domain::failure> encode_request(std::string_view body,
                                                      const target& t,
                                                      bool stream);

} // namespace bellwether::providers::anthropic
