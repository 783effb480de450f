#pragma once

#include "actors/interfaces.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <vector>

namespace bellwether::http {

/// Asks the router for the call's next candidate, or for one beside the one
/// that is being tried, and waits for the answer on `home`. `pending` refers to
/// the question while it is open: delivering `unanswered` to it ends the wait.
boost::asio::awaitable<actors::directive> ask(
    actors::router_actor router, std::shared_ptr<actors::call> call, bool hedge,
    boost::asio::any_io_executor home,
    std::weak_ptr<actors::directive_sink>& pending);

/// Asks the supervisor how the providers are; nothing after two seconds.
boost::asio::awaitable<std::vector<actors::provider_report>> ask(
    actors::supervisor_actor supervisor, boost::asio::any_io_executor home);

} // namespace bellwether::http
