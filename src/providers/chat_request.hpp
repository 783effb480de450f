#pragma once

#include "domain/request_facts.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace bellwether::providers {

/// What is wrong with a caller's body, for a 400 in OpenAI's shape.
struct request_problem {
  std::string message; ///< names the field and the remedy
  std::string param;   ///< the field's path, "" for the whole body
  std::string code;    ///< OpenAI error code, may be empty
};

/// Of a caller's `metadata` that is kept, as compact JSON.
inline constexpr std::size_t most_metadata_bytes = 1024;

/// Looks through a chat completion request just far enough to route it. Checks
/// what routing relies on (object, `model`, `messages`, types of the fields it
/// reads); everything else is the provider's to judge. JSON null = absent.
std::variant<domain::request_facts, request_problem> read_chat_request(
    std::string_view body);

} // namespace bellwether::providers
