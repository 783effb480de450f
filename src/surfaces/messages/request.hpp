#pragma once

#include "providers/chat_request.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace bellwether::surfaces::anthropic {

/// A Messages request as a chat completion request, and what its answer needs.
struct translated_request {
  std::string chat;
  std::string model;    ///< as the caller wrote it
  std::string metadata; ///< all of it; `chat` has the user apart. "" for none
  bool shows_thinking = false;
};

std::variant<translated_request, providers::request_problem> read_request(
    std::string_view body);

} // namespace bellwether::surfaces::anthropic
