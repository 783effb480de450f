#pragma once

#include "http/gateway/caller.hpp"
#include "http/gateway/services.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace bellwether::http {

/// Serves one connection: its requests one after the other, until either side
/// ends it.
boost::asio::awaitable<void> serve(std::shared_ptr<caller> who,
                                   const services& with);

/// Tells a connection that is one too many to come again later.
boost::asio::awaitable<void> turn_away(std::shared_ptr<caller> who);

} // namespace bellwether::http
