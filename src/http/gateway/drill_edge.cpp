#include "http/gateway/drill_edge.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::drill_fault;
using domain::failure;
using domain::failure_class;
using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;

namespace {

/// No vendor's own: each format has to make of it what it makes of an error
/// that it does not know.
constexpr std::string_view error_body =
    R"({"error":{"message":"a drill is running"}})";

/// Bad as a plain answer, and as an event of a stream.
constexpr std::string_view no_answer = "data: this is no answer\n\n";

failure marked(failure why) {
  why.detail.insert(0, "drill: ");
  return why;
}

providers::answer_head bare_head(int status) {
  return {status, [](std::string_view) {
            return std::string_view{};
          }};
}

/// A 200 that holds nothing but `body`, as the provider's format takes it.
failure misread(const deployment_wire& at,
                const providers::decode_context& context, bool stream,
                std::string_view body) {
  std::optional<failure> failed;
  if (stream) {
    const auto decoder = at.codec->decode_stream(context);
    std::vector<providers::stream_event> events;
    if (!body.empty())
      failed = decoder->feed(body, events);
    if (!failed)
      failed = decoder->finish(events);
  } else {
    auto got = at.codec->decode(bare_head(200), std::string{body}, context);
    if (auto* wrong = std::get_if<failure>(&got))
      failed = std::move(*wrong);
  }
  return std::move(failed).value_or(failure{
      .what = failure_class::bad_answer, .detail = "what came held no answer"});
}

} // namespace

std::optional<domain::drill_order> draw_fault(const actors::drill_board& from,
                                              std::size_t provider) {
  thread_local std::minstd_rand random{std::random_device{}()};
  return from.draw(provider, std::uniform_real_distribution<>{}(random));
}

drill_edge::drill_edge(worker& home, const domain::drill_order& order)
    : order_{order}, timer_{home.io()} {}

asio::awaitable<std::optional<failure>> drill_edge::meet(
    const deployment_wire& at, const providers::decode_context& context,
    bool stream, upstream::exchange_limits& limits) {
  switch (order_.fault) {
    case drill_fault::hang:
    case drill_fault::slow:
      break;
    case drill_fault::refuse:
      co_return failure{.what = failure_class::unreachable,
                        .detail = "drill: connect to "
                                  + at.provider->origin.authority()
                                  + ": connection refused"};
    case drill_fault::server_error:
      co_return marked(at.codec->classify(bare_head(500), error_body));
    case drill_fault::rate_limit:
      co_return marked(at.codec->classify(bare_head(429), error_body));
    case drill_fault::cut:
      co_return marked(misread(at, context, stream, {}));
    case drill_fault::garbage:
      co_return marked(misread(at, context, stream, no_answer));
  }
  auto failed = co_await stay_silent(limits);
  co_return failed;
}

asio::awaitable<std::optional<failure>> drill_edge::stay_silent(
    upstream::exchange_limits& limits) {
  const bool too_long =
      order_.fault == drill_fault::hang || order_.delay >= limits.first_byte;
  const auto length = too_long ? limits.first_byte : order_.delay;
  const auto began = clock::now();
  timer_.expires_at(std::min(began + length, limits.deadline));
  co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
  waited_ = clock::now() - began;
  if (ended_)
    co_return failure{.what = *ended_, .detail = "drill: the wait was ended"};
  if (began + waited_ >= limits.deadline)
    co_return failure{.what = failure_class::deadline_passed,
                      .detail =
                          "drill: the request's deadline passed while "
                          "waiting for an answer"};
  if (too_long)
    co_return failure{.what = failure_class::timed_out,
                      .detail = "drill: no answer within "
                                + std::to_string(length.count()) + " ms"};
  limits.first_byte -= length;
  co_return std::nullopt;
}

void drill_edge::cancel(failure_class why) {
  if (!ended_)
    ended_ = why;
  timer_.cancel();
}

} // namespace bellwether::http
