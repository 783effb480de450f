#pragma once

#include "integration/harness/answer.hpp"

#include <cstdint>
#include <string>

namespace bellwether::integration {

/// One request on a connection of its own, to a port of this machine. Waits
/// twenty seconds at most.
answer request(std::uint16_t port, const std::string& method,
               const std::string& path, const std::string& body = {},
               const header_list& headers = {});

answer get(std::uint16_t port, const std::string& path,
           const header_list& headers = {});

} // namespace bellwether::integration
