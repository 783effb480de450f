#include "http/gateway/attempt_runner.hpp"

#include <spdlog/spdlog.h>

#include <string>
#include <utility>
#include <vector>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::failure;
using domain::failure_class;
using std::chrono::steady_clock;

namespace {

/// How long the end of an answer may lag behind its last event before the
/// connection is given up instead of being used again.
constexpr std::chrono::milliseconds tail_patience{250};

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out += (out.empty() ? "" : ", ") + name;
  return out;
}

} // namespace

attempt_runner::attempt_runner(const services& with, worker& home,
                               const received_call& call,
                               actors::attempt admitted)
    : with_{with},
      home_{home},
      call_{call},
      admitted_{std::move(admitted)},
      wire_{with.wiring->deployments[admitted_.deployment]},
      started_{steady_clock::now()},
      account_{with, call, admitted_.deployment},
      limit_{home.deadlines(), [this] {
               cancel(failure_class::timed_out);
             }} {}

attempt_runner::~attempt_runner() {
  close();
}

asio::awaitable<std::optional<failure>> attempt_runner::run() {
  return call_.facts.stream ? begin_stream(nullptr) : complete();
}

void attempt_runner::cancel(failure_class why) {
  if (drill_)
    drill_->cancel(why);
  if (exchange_)
    exchange_->cancel(why);
}

/// The request for the candidate, or why it cannot be put in its format.
std::variant<std::string, failure> attempt_runner::encode(bool stream) {
  auto made = wire_.codec->encode(call_.body, wire_.target, stream);
  if (auto* failed = std::get_if<failure>(&made))
    return std::move(*failed);
  auto& request = std::get<providers::encoded>(made);
  dropped_ = joined(request.dropped);
  if (dropped_.empty())
    return std::move(request.body);
  using settings::unsupported_parameters;
  const auto& catalog = *with_.catalog;
  const auto& provider = catalog.providers[wire_.provider_index];
  if (with_.settings->requests.unsupported == unsupported_parameters::reject)
    return failure{.what = failure_class::unsupported,
                   .code = "unsupported_parameter",
                   .detail = provider + " has no `" + dropped_
                             + "` for this model; leave it out",
                   .param = request.dropped.front()};
  spdlog::debug("{}/{} has no {}: left out", provider,
                catalog.deployments[deployment()].name, dropped_);
  return std::move(request.body);
}

/// Sends the request and reads the answer's head. The exchange stays open.
asio::awaitable<std::optional<failure>> attempt_runner::open(bool stream) {
  const auto body = encode(stream);
  if (const auto* failed = std::get_if<failure>(&body))
    co_return *failed;
  auto limits = stream ? wire_.stream_limits : wire_.limits;
  limits.deadline =
      stream ? call_.received + with_.settings->requests.stream_timeout
             : call_.deadline();
  if (with_.drills->running()) {
    auto failed = co_await meet_drill(stream, limits);
    if (failed)
      co_return failed;
  }
  exchange_.emplace(home_.pool(wire_.provider_index));
  auto failed =
      co_await exchange_->start(stream ? wire_.stream_head : wire_.head,
                                std::get<std::string>(body), limits);
  answered_ = !failed;
  co_return failed;
}

asio::awaitable<std::optional<failure>> attempt_runner::meet_drill(
    bool stream, upstream::exchange_limits& limits) {
  const auto order = draw_fault(*with_.drills, wire_.provider_index);
  if (!order)
    co_return std::nullopt;
  drill_ = std::make_unique<drill_edge>(home_, *order);
  drilled_ = true;
  const auto context = decode_context();
  auto failed = co_await drill_->meet(wire_, context, stream, limits);
  co_return failed;
}

providers::decode_context attempt_runner::decode_context() const {
  return {call_.created, call_.id, wire_.target.upstream_model,
          call_.base64_vectors, call_.facts.many_choices};
}

providers::answer_head attempt_runner::answer_head() const {
  return {status(), [this](std::string_view name) {
            return exchange_->header(name);
          }};
}

asio::awaitable<std::optional<failure>> attempt_runner::complete() {
  if (auto failed = co_await open(false))
    co_return failed;
  auto body = co_await exchange_->read_all();
  if (auto* failed = std::get_if<failure>(&body))
    co_return std::move(*failed);
  const auto head = answer_head();
  auto& text = std::get<std::string>(body);
  if (!accepted())
    co_return wire_.codec->classify(head, text);
  const auto context = decode_context();
  auto decoded = wire_.codec->decode(head, std::move(text), context);
  if (auto* failed = std::get_if<failure>(&decoded))
    co_return std::move(*failed);
  answer_ = std::get<providers::answer>(std::move(decoded));
  first_token_ = steady_clock::now() - started_;
  co_return std::nullopt;
}

asio::awaitable<std::optional<failure>> attempt_runner::begin_stream(
    surfaces::inbound* form) {
  guard_.emplace(with_.catalog->deployments[deployment()].streams, started_);
  if (auto failed = co_await open(true))
    co_return failed;
  if (!accepted()) {
    auto body = co_await exchange_->read_all();
    if (auto* failed = std::get_if<failure>(&body))
      co_return std::move(*failed);
    const auto head = answer_head();
    co_return wire_.codec->classify(head, std::get<std::string>(body));
  }
  relay_.emplace(form, wire_.codec->decode_stream(decode_context()),
                 call_.facts.wants_usage);
  while (!relay_->started() && !over_ && !broken_) {
    auto got = co_await read_some();
    take(std::move(got));
  }
  if (relay_->started()) {
    admitted_.permit.began();
    co_return std::nullopt;
  }
  if (broken_)
    co_return std::move(broken_);
  co_return failure{.what = failure_class::bad_answer,
                    .detail = "the stream held no answer"};
}

// No coroutine of its own: it would cost a frame for each piece.
asio::awaitable<attempt_runner::piece> attempt_runner::read_some() {
  limit_.arm_at(guard_->deadline());
  return exchange_->read_some();
}

/// A failure is the stream's own, or that it is too slow: the guard knows
/// better than a timeout which limit that was.
void attempt_runner::take(piece got) {
  limit_.disarm();
  const auto before = relay_->content_chars();
  if (auto* lost = std::get_if<failure>(&got))
    broken_ = std::move(*lost);
  else
    broken_ = relay_->take(std::get<std::string_view>(got), over_);
  const auto now = steady_clock::now();
  guard_->progressed(relay_->content_chars() - before, now);
  auto slow = over_ ? std::nullopt : guard_->check(now);
  if (slow && (!broken_ || broken_->what == failure_class::timed_out))
    broken_ = std::move(slow);
}

asio::awaitable<void> attempt_runner::drain() {
  limit_.arm_after(tail_patience);
  for (;;) {
    auto got = co_await exchange_->read_some();
    auto* bytes = std::get_if<std::string_view>(&got);
    if (!bytes || bytes->empty())
      break;
  }
  limit_.disarm();
}

void attempt_runner::report(maybe_failure failed) {
  actors::outcome how{.failed = std::move(failed),
                      .first_token = first_token()};
  if (!how.first_token && how.failed
      && how.failed->what == failure_class::deadline_passed)
    how.first_token = steady_clock::now() - started_;
  if (answered_)
    how.quota = wire_.codec->quota(answer_head());
  admitted_.permit.finished(std::move(how));
}

void attempt_runner::report_lost() {
  admitted_.permit.finished(
      {.first_token = first_token().value_or(steady_clock::now() - started_),
       .lost = true});
}

std::optional<std::chrono::nanoseconds> attempt_runner::first_token() const {
  return guard_ ? guard_->first_token() : first_token_;
}

void attempt_runner::close() {
  // Where nobody did before, something was thrown, or the daemon stops.
  if (account_.is_open())
    settle_unfinished(domain::entry_outcome::cancelled);
  limit_.disarm();
  answered_ = false;
  exchange_.reset();
  drill_.reset();
  const auto unreported = std::move(admitted_.permit);
}

std::chrono::nanoseconds attempt_runner::waited() const {
  std::chrono::nanoseconds out{0};
  if (drill_)
    out += drill_->waited();
  if (exchange_)
    out += exchange_->waited();
  return out;
}

} // namespace bellwether::http
