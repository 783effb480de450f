// The streaming half of call_runner.
#include "http/gateway/call_runner.hpp"
#include "http/gateway/caller_stream.hpp"

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::failure;
using domain::failure_class;

namespace {

constexpr const char* cost_header = "x-bellwether-cost-usd";

surfaces::stream_fault fault_of(const failure& why,
                                const domain::usage& so_far) {
  return {"the provider failed in the middle of its answer ("
              + std::string{to_string(why.what)} + ": " + why.detail
              + "); the text so far is incomplete",
          "stream_interrupted", so_far, "upstream_error", 502};
}

/// What a refusal becomes when the status has gone out.
surfaces::stream_fault fault_of(const reply& refused) {
  return {error_text(refused, "message"),
          error_text(refused, "code"),
          {},
          error_text(refused, "type"),
          refused.status};
}

} // namespace

/// The headers of a stream. One that opens before a provider answered names
/// none.
header_list call_runner::stream_head() {
  header_list out{{"x-request-id", chat_.id}};
  if (speaker_ != nullptr && speaker_->accepted()) {
    append(out, headers());
    named_ = speaker_->deployment();
  }
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
    auto refused = co_await next();
    if (refused) {
      if (!to.opened())
        co_return std::move(*refused);
      auto why = fault_of(*refused);
      co_await to.break_off(std::move(why));
      co_return std::nullopt;
    }
    attempt_runner* at = nullptr;
    if (may_hedge()) {
      at = co_await run_race();
    } else {
      const auto failed = co_await attempt_->begin_stream(&form);
      at = unless_failed(failed);
    }
    if (at == nullptr)
      continue;
    at->relay().bind(form);
    co_await relay(*at, to);
    co_return std::nullopt;
  }
}

/// Brings the stream to its caller, whole or broken off.
asio::awaitable<void> call_runner::relay(attempt_runner& at,
                                         caller_stream& to) {
  const auto failed = co_await pump(at, to);
  auto& call = books_.summary().call;
  call.first_token = at.guard().first_token();
  if (failed) {
    co_await break_off(at, *failed, to);
    co_return;
  }
  const auto& out = at.relay();
  books_.answered(at, out.usage(), out.content_chars());
  succeed(at);
  header_list closing;
  if (named_ != at.deployment())
    books_.append_origin(closing);
  if (call.cost)
    closing.emplace_back(cost_header, to_string(*call.cost));
  const bool ended = co_await to.end(std::move(closing));
  call.status = ended ? 200 : 499;
  if (ended)
    co_await at.drain();
  close(at);
}

asio::awaitable<void> call_runner::break_off(attempt_runner& at,
                                             const failure& why,
                                             caller_stream& to) {
  books_.broke(at, why.what);
  auto& call = books_.summary().call;
  call.status = caller_.departed() ? 499 : 502;
  if (!caller_.departed()) {
    auto fault = fault_of(why, call.used);
    co_await to.break_off(std::move(fault));
  }
  book(at, why);
}

/// Passes a stream that has begun on to its end.
asio::awaitable<std::optional<failure>> call_runner::pump(attempt_runner& at,
                                                          caller_stream& to) {
  for (;;) {
    if (!at.relay().ready().empty()) {
      const bool sent = co_await pass_on(at, to);
      if (!sent)
        co_return failure{.what = failure_class::caller_gone};
    }
    if (at.broken())
      co_return std::move(at.broken());
    if (at.over())
      co_return std::nullopt;
    auto got = co_await at.read_some();
    at.take(std::move(got));
  }
}

/// Sends the caller what is prepared. From the first bytes on the limits of the
/// stream hold instead of the call's deadline.
asio::awaitable<bool> call_runner::pass_on(attempt_runner& at,
                                           caller_stream& to) {
  using clock = std::chrono::steady_clock;
  deadline_.disarm();
  const auto began = clock::now();
  const bool sent = co_await to.send(at.relay().ready());
  at.relay().sent();
  at.guard().paused(clock::now() - began);
  co_return sent;
}

} // namespace bellwether::http
