#pragma once

#include "simulator/provider.hpp"
#include "simulator/vendor.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace bellwether::simulator {

using provider_list = std::vector<std::unique_ptr<provider>>;

/// Answers one admin request; docs/simulator.md lists the paths. Refusals are
/// {"error": {"field", "message"}}.
http_reply answer_admin(provider_list& providers, std::string_view method,
                        std::string_view target, std::string_view body);

/// "http://HOST:PORT" of a listening endpoint.
std::string url_of(const boost::asio::ip::tcp::endpoint& at);

} // namespace bellwether::simulator
