#pragma once

#include "simulator/admin_reply.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <string>
#include <string_view>

namespace bellwether::simulator {

/// Answers one admin request; docs/simulator.md lists the paths. Refusals are
/// {"error": {"field", "message"}}.
http_reply answer_admin(provider_list& providers, std::string_view method,
                        std::string_view target, std::string_view body);

/// "http://HOST:PORT" of a listening endpoint.
std::string url_of(const boost::asio::ip::tcp::endpoint& at);

} // namespace bellwether::simulator
