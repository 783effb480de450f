#pragma once

#include "http/gateway/call_runner.hpp"
#include "http/gateway/endpoints.hpp"
#include "providers/chat_request.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace bellwether::http {

/// Unix seconds.
std::int64_t unix_now();

/// The call that a request with this body, already read, stands for, and which
/// counts from now on; or the error for the caller: its x-bellwether-timeout-ms
/// is no such number, or its key does not allow the call.
std::variant<received_call, reply> make_call(request_context& at,
                                             std::string body,
                                             domain::request_facts facts);

/// A body that is wrong, in OpenAI's shape.
reply refuse(const providers::request_problem& wrong);

} // namespace bellwether::http
