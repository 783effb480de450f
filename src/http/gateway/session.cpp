#include "http/gateway/session.hpp"

#include "http/gateway/endpoints.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;

namespace {

constexpr std::string_view id_header = "x-request-id";

/// A caller's own id is kept if it is harmless in headers and logs.
bool sane_id(std::string_view id) {
  constexpr std::size_t longest = 128;
  return !id.empty() && id.size() <= longest
         && std::ranges::all_of(id, [](char c) {
              return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                     || (c >= 'A' && c <= 'Z') || c == '-' || c == '_'
                     || c == '.' || c == ':';
            });
}

std::string request_id(caller& who) {
  const std::string_view given = who.request()[id_header];
  return sane_id(given) ? std::string{given} : who.home().make_request_id();
}

std::string path_of(caller& who) {
  const std::string_view target = who.request().target();
  return std::string{target.substr(0, target.find('?'))};
}

reply unreadable(read_end why, const settings::gateway_limits& limits) {
  switch (why) {
    case read_end::timed_out:
      return error_reply(408, {.message = "the request did not arrive in time",
                               .type = "timeout_error",
                               .code = "request_timeout"});
    case read_end::head_too_large:
      return error_reply(
          431, {.message = "the request's headers are larger than "
                           + std::to_string(limits.header_bytes) + " bytes",
                .code = "headers_too_large"});
    case read_end::body_too_large:
      return error_reply(
          413, {.message = "the request's body is larger than "
                           + std::to_string(limits.body_bytes) + " bytes",
                .code = "request_too_large"});
    case read_end::bad_expectation:
      return error_reply(417, {.message = "the only Expect that is understood "
                                          "is 100-continue",
                               .code = "expectation_failed"});
    case read_end::closed:
    case read_end::malformed:
      break;
  }
  return error_reply(400, {.message = "this is not a valid HTTP/1.1 request",
                           .code = "bad_http"});
}

asio::awaitable<void> refuse(caller& who, reply refusal) {
  who.close_after_answer();
  refusal.headers.emplace_back(id_header, who.home().make_request_id());
  const bool sent = co_await who.send(std::move(refusal));
  if (sent)
    co_await who.close_gently();
}

asio::awaitable<void> answer_all(caller& who, const services& with) {
  for (;;) {
    const auto end = co_await who.read();
    if (end == read_end::closed)
      co_return;
    if (end) {
      auto refusal = unreadable(*end, with.settings->limits);
      co_await refuse(who, std::move(refusal));
      co_return;
    }
    request_context at{who, with, path_of(who), request_id(who),
                       std::chrono::steady_clock::now()};
    co_await answer(at);
    if (who.departed())
      co_return;
    if (!who.keep_alive()) {
      if (who.has_unread())
        co_await who.close_gently();
      co_return;
    }
  }
}

} // namespace

asio::awaitable<void> serve(std::shared_ptr<caller> who, const services& with) {
  try {
    co_await answer_all(*who, with);
  } catch (const std::exception& fault) {
    // A fault of ours. This connection ends; the others do not notice.
    spdlog::error("a connection ended in an internal error: {}", fault.what());
  }
  who->abort();
}

asio::awaitable<void> turn_away(std::shared_ptr<caller> who) {
  auto full = error_reply(503, {.message = "too many connections are open; "
                                           "try again in a second",
                                .type = "service_unavailable_error",
                                .code = "too_many_connections"});
  full.headers.emplace_back("Retry-After", "1");
  co_await refuse(*who, std::move(full));
}

} // namespace bellwether::http
