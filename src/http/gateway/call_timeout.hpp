#pragma once

#include "http/gateway/endpoints.hpp"

#include <chrono>
#include <variant>

namespace bellwether::http {

/// How long the caller gives this call: its x-bellwether-timeout-ms, else what
/// the settings say. An error for the caller if the header is no such number.
std::variant<std::chrono::milliseconds, reply> call_timeout(
    const request_context& at);

} // namespace bellwether::http
