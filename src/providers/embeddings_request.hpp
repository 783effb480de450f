#pragma once

#include "domain/request_facts.hpp"
#include "providers/chat_request.hpp"

#include <string_view>
#include <variant>

namespace bellwether::providers {

struct embeddings_request {
  domain::request_facts facts;
  bool base64 = false; ///< vectors are wanted as base64, not as numbers
};

/// Looks through an embeddings request just far enough to route it: `model`,
/// `input`, `encoding_format` and `dimensions`. Everything else is the
/// provider's to judge. JSON null = absent.
std::variant<embeddings_request, request_problem> read_embeddings_request(
    std::string_view body);

} // namespace bellwether::providers
