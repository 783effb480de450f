#pragma once

#include "surfaces/responses/frame.hpp"
#include "surfaces/surface.hpp"

#include <string>
#include <variant>

namespace bellwether::surfaces {

/// A request to the Responses API, read.
struct response_request {
  std::string chat;     ///< the same as a chat completion request
  std::string metadata; ///< which `chat` lacks; "" for none
  response_frame frame;
  bool sealed = false; ///< answers carry reasoning.encrypted_content
};

/// A problem names the field in the caller's own terms.
std::variant<response_request, providers::request_problem>
read_response_request(std::string_view body, const call_identity& who);

} // namespace bellwether::surfaces
