#pragma once

#include "simulator/admin_reply.hpp"

#include <string_view>

namespace bellwether::simulator {

/// Lists or clears the journals: /journal?`query`.
http_reply answer_journal(provider_list& providers, std::string_view method,
                          std::string_view query);

} // namespace bellwether::simulator
