// The streaming half of call_runner.
#include "domain/stream_guard.hpp"
#include "http/gateway/call_runner.hpp"
#include "http/gateway/caller_stream.hpp"
#include "http/gateway/stream_relay.hpp"

#include <algorithm>
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

surfaces::stream_fault fault_of(const failure& why,
                                const domain::usage& so_far) {
  return {"the provider failed in the middle of its answer ("
              + std::string{to_string(why.what)} + ": " + why.detail
              + "); the text so far is incomplete",
          "stream_interrupted", so_far};
}

/// Takes in what was read. A failure is the stream's own, or that it is too
/// slow: the guard knows better than a timeout which limit that was.
std::optional<failure> take(std::variant<std::string_view, failure> got,
                            stream_relay& out, domain::stream_guard& guard,
                            bool& over) {
  std::optional<failure> failed;
  const auto before = out.content_chars();
  if (auto* lost = std::get_if<failure>(&got))
    failed = std::move(*lost);
  else
    failed = out.take(std::get<std::string_view>(got), over);
  const auto now = std::chrono::steady_clock::now();
  guard.progressed(out.content_chars() - before, now);
  auto slow = over ? std::nullopt : guard.check(now);
  if (slow && (!failed || failed->what == failure_class::timed_out))
    return slow;
  return failed;
}

} // namespace

/// The headers of a stream. One that opens before a provider answered names
/// none.
header_list call_runner::stream_head() const {
  header_list out{{"x-request-id", chat_.id}};
  if (exchange_ && exchange_->status() / 100 == 2)
    append(out, headers());
  out.emplace_back("Cache-Control", "no-cache");
  if (caller_.takes_trailers())
    out.emplace_back("Trailer", cost_header);
  return out;
}

asio::awaitable<std::optional<reply>> call_runner::stream(
    surfaces::inbound& form) {
  caller_stream to{caller_, form, with_.settings->requests.keep_alive, [this] {
                     return stream_head();
                   }};
  for (;;) {
    auto candidate = co_await next();
    if (auto* refused = std::get_if<reply>(&candidate)) {
      if (!to.opened())
        co_return std::move(*refused);
      surfaces::stream_fault why{
          error_message(*refused), "providers_unavailable", {}};
      co_await to.break_off(std::move(why));
      co_return std::nullopt;
    }
    auto& attempt = std::get<actors::attempt>(candidate);
    auto failed = co_await attempt_stream(
        with_.wiring->deployments[deployment_], attempt.permit, to);
    close_exchange();
    if (!failed)
      co_return std::nullopt;
    book(*failed, attempt.permit);
  }
}

/// Nothing: the caller has had a stream, whole or broken off. A failure: the
/// caller has had nothing of it.
asio::awaitable<std::optional<failure>> call_runner::attempt_stream(
    const deployment_wire& at, actors::permit& permit, caller_stream& to) {
  const auto& limits = with_.catalog->deployments[deployment_].streams;
  domain::stream_guard guard{limits, std::chrono::steady_clock::now()};
  if (auto failed = co_await open(at, true))
    co_return failed;
  if (exchange_->status() / 100 != 2) {
    auto body = co_await exchange_->read_all();
    if (auto* failed = std::get_if<failure>(&body))
      co_return std::move(*failed);
    const auto head = answer_head();
    co_return at.codec->classify(head, std::get<std::string>(body));
  }
  auto result = co_await relay(at, guard, permit, to);
  co_return result;
}

asio::awaitable<std::optional<failure>> call_runner::relay(
    const deployment_wire& at, domain::stream_guard& guard,
    actors::permit& permit, caller_stream& to) {
  const bool nameless = to.opened();
  stream_relay out{to.form(), at.codec->decode_stream(decode_context(at)),
                   chat_.facts.wants_usage};
  auto failed = co_await pump(out, guard, to);
  summary_.call.first_token = guard.first_token();
  if (failed && !out.started())
    co_return failed;
  if (failed) {
    settle_broken(out);
    summary_.call.status = caller_.departed() ? 499 : 502;
    if (!caller_.departed()) {
      auto why = fault_of(*failed, summary_.call.used);
      co_await to.break_off(std::move(why));
    }
    book(*failed, permit);
    co_return std::nullopt;
  }
  settle(out.usage(), out.content_chars());
  permit.succeeded();
  header_list closing;
  if (nameless)
    append_origin(closing);
  if (const auto& cost = summary_.call.cost)
    closing.emplace_back(cost_header, to_string(*cost));
  const bool ended = co_await to.end(std::move(closing));
  summary_.call.status = ended ? 200 : 499;
  if (ended)
    co_await drain_exchange();
  co_return std::nullopt;
}

/// What a stream that broke used, as far as anybody can tell: a provider's own
/// count of the answer lags behind.
void call_runner::settle_broken(const stream_relay& out) {
  settle(std::nullopt, out.content_chars());
  if (const auto& seen = out.usage()) {
    auto used = *seen;
    used.completion = std::max(used.completion, summary_.call.used.completion);
    settle(used, 0);
    summary_.call.cost_estimated = true;
  }
}

/// Passes the provider's stream on to its end. A failure may come before
/// anything was sent, or after.
asio::awaitable<std::optional<failure>> call_runner::pump(
    stream_relay& out, domain::stream_guard& guard, caller_stream& to) {
  timeout limit{caller_.home().deadlines(), [this] {
                  stop(failure_class::timed_out);
                }};
  for (bool over = false; !over;) {
    limit.arm_at(guard.deadline());
    auto got = co_await exchange_->read_some();
    limit.disarm();
    auto failed = take(std::move(got), out, guard, over);
    if (!out.ready().empty()) {
      const bool sent = co_await pass_on(out, guard, to);
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
asio::awaitable<bool> call_runner::pass_on(stream_relay& out,
                                           domain::stream_guard& guard,
                                           caller_stream& to) {
  using clock = std::chrono::steady_clock;
  deadline_.disarm();
  const auto began = clock::now();
  const bool sent = co_await to.send(out.ready());
  out.sent();
  guard.paused(clock::now() - began);
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
