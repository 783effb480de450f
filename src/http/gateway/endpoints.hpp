#pragma once

#include "http/gateway/caller.hpp"
#include "http/gateway/caller_identity.hpp"
#include "http/gateway/services.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace bellwether::http {

/// One request that was read in full, while it is answered.
struct request_context {
  caller& who;
  const services& with;
  std::string path; ///< without the query
  std::string id;   ///< for x-request-id
  std::chrono::steady_clock::time_point received;
  caller_identity sender = {}; ///< set before an endpoint of /v1 is asked

  const std::string& body() const { return who.request().body(); }

  /// Sends `answer` with the request's id.
  boost::asio::awaitable<void> send(reply answer) const;
};

/// Answers the request: the right endpoint, or 401, 403, 404 or 405.
boost::asio::awaitable<void> answer(request_context& at);

boost::asio::awaitable<void> chat_completions(request_context& at);
boost::asio::awaitable<void> completions(request_context& at);
boost::asio::awaitable<void> embeddings(request_context& at);
boost::asio::awaitable<void> messages(request_context& at);
boost::asio::awaitable<void> responses(request_context& at);
boost::asio::awaitable<void> prompt(request_context& at);
boost::asio::awaitable<void> list_models(request_context& at);
boost::asio::awaitable<void> retrieve_model(request_context& at);
boost::asio::awaitable<void> healthz(request_context& at);
boost::asio::awaitable<void> readyz(request_context& at);

} // namespace bellwether::http
