#pragma once

#include "providers/chat_request.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace bellwether::surfaces {

/// A request to the legacy completions API, read.
struct completion_request {
  std::string chat;  ///< the same as a chat completion request
  std::string model; ///< as asked for
  std::string echo;  ///< what stands before every text: the prompt, or ""
};

/// A problem names the field in the caller's own terms.
std::variant<completion_request, providers::request_problem>
read_completion_request(std::string_view body);

} // namespace bellwether::surfaces
