#pragma once

#include "simulator/connection.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace bellwether::simulator {

class provider;

/// Reads the requests of one connection and answers each as `p` behaves at
/// that time, until the connection ends.
boost::asio::awaitable<void> serve(std::shared_ptr<connection> c, provider& p);

} // namespace bellwether::simulator
