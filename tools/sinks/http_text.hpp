#pragma once

#include "sinks/connection.hpp"
#include "sinks/request.hpp"

#include <optional>
#include <string>

namespace bellwether::sinks {

/// The request that comes; nothing if it is no HTTP, has a body over 4 MiB, or
/// breaks off.
std::optional<request> read_request(connection& from);

/// As it goes over the wire. The connection is closed afterwards.
std::string http_text(const reply& r);

} // namespace bellwether::sinks
