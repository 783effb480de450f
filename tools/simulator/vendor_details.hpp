#pragma once

#include "simulator/vendor.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace bellwether::simulator {

/// Google's error with a list of details; the status decides the gRPC status.
http_reply google_error_with(int status, std::string_view message,
                             nlohmann::json details);

} // namespace bellwether::simulator
