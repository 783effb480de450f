// The streaming half of call_runner.
#include "http/gateway/call_runner.hpp"
#include "http/gateway/stream_relay.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::failure;
using domain::failure_class;

namespace {

/// How long the end of an answer may lag behind its last event before the
/// connection is given up instead of being used again.
constexpr std::chrono::milliseconds tail_patience{250};

constexpr const char* cost_header = "x-bellwether-cost-usd";

header_list stream_headers(const std::string& id, header_list headers,
                           bool with_trailers) {
  headers.emplace(headers.begin(), "x-request-id", id);
  headers.emplace_back("Cache-Control", "no-cache");
  if (with_trailers)
    headers.emplace_back("Trailer", cost_header);
  return headers;
}

} // namespace

asio::awaitable<std::optional<reply>> call_runner::stream() {
  for (;;) {
    auto candidate = co_await next();
    if (auto* refused = std::get_if<reply>(&candidate))
      co_return std::move(*refused);
    auto& attempt = std::get<actors::attempt>(candidate);
    auto failed = co_await attempt_stream(
        with_.wiring->deployments[deployment_], attempt.permit);
    close_exchange();
    if (!failed)
      co_return std::nullopt;
    book(*failed, attempt.permit);
  }
}

/// Nothing: the caller has had a stream, whole or broken off. A failure: the
/// caller has had nothing of it.
asio::awaitable<std::optional<failure>> call_runner::attempt_stream(
    const deployment_wire& at, actors::permit& permit) {
  if (auto failed = co_await open(at, true))
    co_return failed;
  if (exchange_->status() / 100 != 2) {
    auto body = co_await exchange_->read_all();
    if (auto* failed = std::get_if<failure>(&body))
      co_return std::move(*failed);
    const auto head = answer_head();
    co_return at.provider->codec->classify(head, std::get<std::string>(body));
  }
  auto result = co_await relay(at, permit);
  co_return result;
}

asio::awaitable<std::optional<failure>> call_runner::relay(
    const deployment_wire& at, actors::permit& permit) {
  stream_relay out{caller_, at.provider->codec->decode_stream(),
                   chat_.facts.wants_usage};
  auto failed = co_await pump(out, at.limits.first_byte);
  if (failed && !out.started())
    co_return failed;
  settle(out.usage(), out.content_chars());
  if (failed) {
    summary_.call.status = caller_.departed() ? 499 : 502;
    if (!caller_.departed())
      co_await out.break_off(*failed, chat_.facts.prompt_chars);
    book(*failed, permit);
    co_return std::nullopt;
  }
  permit.succeeded();
  header_list closing;
  if (const auto& cost = summary_.call.cost)
    closing.emplace_back(cost_header, to_string(*cost));
  const bool ended = co_await out.end(std::move(closing));
  summary_.call.status = ended ? 200 : 499;
  if (ended)
    co_await drain_exchange();
  co_return std::nullopt;
}

/// Passes the provider's stream on to its end. A failure may come before
/// anything was sent, or after.
asio::awaitable<std::optional<failure>> call_runner::pump(
    stream_relay& out, std::chrono::milliseconds patience) {
  timeout first_token{caller_.home().deadlines(), [this] {
                        stop(failure_class::timed_out);
                      }};
  first_token.arm_after(patience);
  for (bool over = false; !over;) {
    auto got = co_await exchange_->read_some();
    std::optional<failure> failed;
    if (auto* lost = std::get_if<failure>(&got))
      failed = std::move(*lost);
    else
      failed = out.take(std::get<std::string_view>(got), over);
    if (failed && !out.started())
      co_return failed;
    if (out.ready()) {
      first_token.disarm();
      const bool sent = co_await pass_on(out);
      if (!sent)
        co_return failure{.what = failure_class::caller_gone};
    }
    if (failed)
      co_return failed;
  }
  if (!out.started())
    co_return failure{.what = failure_class::bad_answer,
                      .detail = "the stream held no answer"};
  co_return std::nullopt;
}

/// Sends the caller what is prepared. From the first bytes on the limits of the
/// stream hold instead of the call's deadline.
asio::awaitable<bool> call_runner::pass_on(stream_relay& out) {
  deadline_.disarm();
  auto head = out.started() ? header_list{}
                            : stream_headers(chat_.id, headers(),
                                             caller_.takes_trailers());
  const bool sent = co_await out.flush(std::move(head));
  co_return sent;
}

/// Reads what is left after the last event, so that the connection can be used
/// again.
asio::awaitable<void> call_runner::drain_exchange() {
  timeout tail{caller_.home().deadlines(), [this] {
                 stop(failure_class::timed_out);
               }};
  tail.arm_after(tail_patience);
  for (;;) {
    auto got = co_await exchange_->read_some();
    auto* bytes = std::get_if<std::string_view>(&got);
    if (!bytes || bytes->empty())
      co_return;
  }
}

} // namespace bellwether::http
