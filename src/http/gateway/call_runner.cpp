#include "http/gateway/call_runner.hpp"

#include "actors/lane.hpp"
#include "domain/conclude.hpp"

#include <spdlog/spdlog.h>

#include <cstdio>
#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::failure;
using domain::failure_class;
using std::chrono::steady_clock;

namespace {

std::string decimal(double value, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out += (out.empty() ? "" : ", ") + name;
  return out;
}

reply refuse_plan(const domain::plan_refusal& why) {
  using reason = domain::plan_refusal::reason;
  switch (why.why) {
    case reason::unknown_model:
      return error_reply(
          404,
          {.message = why.detail, .param = "model", .code = "model_not_found"});
    case reason::context_too_long:
      return error_reply(400, {.message = why.detail,
                               .param = "messages",
                               .code = "context_length_exceeded"});
    case reason::lacks_capability:
      break;
  }
  return error_reply(400, {.message = why.detail,
                           .param = "model",
                           .code = "unsupported_capability"});
}

/// Our own chain is used up: a client that tries again at once only adds to
/// the load.
reply refuse_exhausted(const domain::exhausted& why) {
  auto out = error_reply(why.status, {.message = why.message,
                                      .type = why.type,
                                      .param = why.param,
                                      .code = why.code});
  if (why.retry_after)
    out.headers.emplace_back("Retry-After",
                             std::to_string(why.retry_after->count()));
  if (why.status == 429 || why.status >= 500)
    out.headers.emplace_back("x-should-retry", "false");
  return out;
}

} // namespace

call_runner::call_runner(const services& with, caller& who, received_call call)
    : with_{with},
      caller_{who},
      chat_{std::move(call)},
      call_{std::make_shared<actors::call>()},
      deadline_{who.home().deadlines(), [this] {
                  stop(failure_class::deadline_passed);
                }} {
  call_->facts = chat_.facts;
  call_->deadline = chat_.received + chat_.timeout;
  deadline_.arm_at(call_->deadline);
  caller_.watch_departure([this] { stop(failure_class::caller_gone); });
}

call_runner::~call_runner() {
  caller_.unwatch_departure();
  summary_.call.latency = steady_clock::now() - chat_.received;
  actors::tell(with_.actors->cost(), std::move(summary_.call));
}

/// Ends whatever the call waits for now.
void call_runner::stop(failure_class why) {
  if (exchange_)
    exchange_->cancel(why);
  if (auto question = question_.lock())
    question->deliver(actors::unanswered{});
}

asio::awaitable<std::variant<actors::attempt, reply>> call_runner::next() {
  for (;;) {
    auto answer = co_await ask(with_.actors->router(), call_,
                               caller_.home().io().get_executor(), question_);
    if (auto* attempt = std::get_if<actors::attempt>(&answer)) {
      begin(*attempt);
      co_return std::move(*attempt);
    }
    if (!may_ask_again(answer))
      co_return refuse(answer);
  }
}

/// A question that died with an actor is asked again: its successor is there
/// at once.
bool call_runner::may_ask_again(const actors::directive& answer) {
  constexpr unsigned most = 3;
  return std::holds_alternative<actors::unanswered>(answer)
         && !caller_.departed() && steady_clock::now() < call_->deadline
         && ++unanswered_ <= most;
}

void call_runner::begin(const actors::attempt& a) {
  const auto& chosen = with_.catalog->deployments[a.deployment];
  deployment_ = a.deployment;
  summary_.provider = with_.catalog->providers[chosen.provider];
  summary_.call.model = chosen.name;
  summary_.attempts = call_->progress->attempts() + 1;
  summary_.paused = call_->progress->paused();
}

reply call_runner::refuse(actors::directive& why) {
  auto out = explain(why);
  if (!caller_.departed())
    summary_.call.status = out.status;
  return out;
}

reply call_runner::explain(actors::directive& why) const {
  const auto now = steady_clock::now();
  if (auto* refusal = std::get_if<domain::plan_refusal>(&why))
    return refuse_plan(*refusal);
  if (auto* end = std::get_if<domain::give_up>(&why))
    return refuse_exhausted(domain::conclude(
        *with_.catalog, call_->progress->records(), now, end->deadline_passed));
  // The actors may still hold the call: its progress is not to be looked at.
  if (now >= call_->deadline)
    return refuse_exhausted(domain::conclude(*with_.catalog, {}, now, true));
  return refuse_exhausted({.status = 503,
                           .type = "service_unavailable_error",
                           .code = "internal_error",
                           .message = "the router did not answer; the request "
                                      "was not sent to any provider",
                           .retry_after = std::chrono::seconds{1}});
}

void call_runner::close_exchange() {
  if (!exchange_)
    return;
  summary_.waited += exchange_->waited();
  exchange_.reset();
}

void call_runner::book(const failure& why, actors::permit& permit) {
  permit.failed(why);
  call_->progress->failed(why, steady_clock::now());
  if (why.what == failure_class::caller_gone)
    spdlog::debug("a caller left an attempt at {}/{}", summary_.provider,
                  summary_.call.model);
  else if (why.what == failure_class::unsupported)
    spdlog::debug("{}/{} cannot take a request: {}", summary_.provider,
                  summary_.call.model, why.detail);
  else
    spdlog::warn("attempt {} at {}/{} failed: {}: {}", summary_.attempts,
                 summary_.provider, summary_.call.model, to_string(why.what),
                 why.detail);
}

void call_runner::settle(const std::optional<domain::usage>& used,
                         std::int64_t answer_chars) {
  const domain::usage estimate{
      .prompt = domain::estimate_tokens(chat_.facts.prompt_chars),
      .completion = domain::estimate_tokens(answer_chars)};
  auto& call = summary_.call;
  call.cost_estimated = !used;
  call.used = used.value_or(estimate);
  if (const auto& price = with_.catalog->deployments[deployment_].price)
    call.cost = domain::cost_of(*price, call.used);
}

void call_runner::append_origin(header_list& to) const {
  if (summary_.provider.empty())
    return;
  to.emplace_back("x-bellwether-provider", summary_.provider);
  to.emplace_back("x-bellwether-model", summary_.call.model);
}

header_list call_runner::headers() const {
  header_list out;
  out.reserve(8);
  append_origin(out);
  out.emplace_back("x-bellwether-attempts", std::to_string(summary_.attempts));
  const std::chrono::duration<double, std::milli> overhead =
      steady_clock::now() - chat_.received - summary_.waited - summary_.paused
      - (exchange_ ? exchange_->waited() : std::chrono::nanoseconds{0});
  out.emplace_back("x-bellwether-overhead-ms",
                   decimal(overhead.count(), "%.3f"));
  if (!dropped_.empty())
    out.emplace_back("x-bellwether-dropped", joined(dropped_));
  if (summary_.call.cost)
    out.emplace_back("x-bellwether-cost-usd", to_string(*summary_.call.cost));
  if (summary_.call.cost_estimated)
    out.emplace_back("x-bellwether-cost-estimated", "true");
  return out;
}

/// The request for the candidate, or why it cannot be put in its format.
std::variant<std::string, failure> call_runner::encode(
    const deployment_wire& at, bool stream) {
  auto made = at.codec->encode(chat_.body, at.target, stream);
  if (auto* failed = std::get_if<failure>(&made))
    return std::move(*failed);
  auto& request = std::get<providers::encoded>(made);
  dropped_ = std::move(request.dropped);
  if (dropped_.empty())
    return std::move(request.body);
  using settings::unsupported_parameters;
  const auto names = joined(dropped_);
  if (with_.settings->requests.unsupported == unsupported_parameters::reject)
    return failure{.what = failure_class::unsupported,
                   .code = "unsupported_parameter",
                   .detail = summary_.provider + " has no `" + names
                             + "` for this model; leave it out",
                   .param = dropped_.front()};
  spdlog::debug("{}/{} has no {}: left out", summary_.provider,
                summary_.call.model, names);
  return std::move(request.body);
}

/// Sends the request and reads the answer's head. The exchange stays open.
asio::awaitable<std::optional<failure>> call_runner::open(
    const deployment_wire& at, bool stream) {
  const auto body = encode(at, stream);
  if (const auto* failed = std::get_if<failure>(&body))
    co_return *failed;
  auto limits = stream ? at.stream_limits : at.limits;
  limits.deadline =
      stream ? chat_.received + with_.settings->requests.stream_timeout
             : call_->deadline;
  exchange_.emplace(caller_.home().pool(at.provider_index));
  auto failed = co_await exchange_->start(stream ? at.stream_head : at.head,
                                          std::get<std::string>(body), limits);
  co_return failed;
}

providers::decode_context call_runner::decode_context(
    const deployment_wire& at) const {
  return {chat_.created, chat_.id, at.target.upstream_model,
          chat_.base64_vectors, chat_.facts.many_choices};
}

providers::answer_head call_runner::answer_head() const {
  return {exchange_->status(), [this](std::string_view name) {
            return exchange_->header(name);
          }};
}

asio::awaitable<std::variant<providers::answer, failure>>
call_runner::attempt_plain(const deployment_wire& at) {
  if (auto failed = co_await open(at, false))
    co_return std::move(*failed);
  auto body = co_await exchange_->read_all();
  if (auto* failed = std::get_if<failure>(&body))
    co_return std::move(*failed);
  const auto& codec = *at.codec;
  const auto head = answer_head();
  auto& text = std::get<std::string>(body);
  if (head.status / 100 != 2)
    co_return codec.classify(head, text);
  const auto context = decode_context(at);
  co_return codec.decode(head, std::move(text), context);
}

asio::awaitable<std::variant<providers::answer, reply>>
call_runner::complete() {
  for (;;) {
    auto candidate = co_await next();
    if (auto* refused = std::get_if<reply>(&candidate))
      co_return std::move(*refused);
    auto& attempt = std::get<actors::attempt>(candidate);
    auto result =
        co_await attempt_plain(with_.wiring->deployments[deployment_]);
    close_exchange();
    if (auto* answer = std::get_if<providers::answer>(&result)) {
      attempt.permit.succeeded();
      settle(answer->usage, static_cast<std::int64_t>(answer->body.size()));
      summary_.call.status = caller_.departed() ? 499 : 200;
      co_return std::move(*answer);
    }
    book(std::get<failure>(result), attempt.permit);
  }
}

} // namespace bellwether::http
