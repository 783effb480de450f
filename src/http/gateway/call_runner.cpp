#include "http/gateway/call_runner.hpp"

#include "domain/conclude.hpp"
#include "http/gateway/answer_text.hpp"
#include "http/gateway/ask.hpp"
#include "http/gateway/refusals.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace bellwether::http {

namespace asio = boost::asio;
using domain::failure;
using domain::failure_class;
using std::chrono::steady_clock;

call_runner::call_runner(const services& with, caller& who, received_call call)
    : with_{with},
      caller_{who},
      chat_{std::move(call)},
      books_{with, who.home().actors(), chat_},
      call_{std::make_shared<actors::call>()},
      deadline_{who.home().deadlines(), [this] {
                  stop(failure_class::deadline_passed);
                }} {
  call_->facts = chat_.facts;
  call_->deadline = chat_.deadline();
  deadline_.arm_at(call_->deadline);
  caller_.watch_departure([this] { stop(failure_class::caller_gone); });
}

call_runner::~call_runner() {
  caller_.unwatch_departure();
  auto& call = books_.summary().call;
  if (mine_ && call_->progress)
    call.failed_at = call_->progress->failed_providers();
  // Nobody left, and nobody was answered: a fault of ours.
  if (call.status == 499 && !caller_.departed())
    call.status = 500;
  books_.close(hedge_reserved_);
}

header_list call_runner::headers() const {
  return books_.headers(speaker_);
}

/// Ends whatever the call waits for now.
void call_runner::stop(failure_class why) {
  if (race_)
    race_->stop();
  if (attempt_)
    attempt_->cancel(why);
  if (second_)
    second_->cancel(why);
  if (auto question = question_.lock())
    question->deliver(actors::unanswered{});
}

/// Begins an attempt at the next candidate, or says why there is none.
asio::awaitable<std::optional<reply>> call_runner::next() {
  for (actors::directive answer; mine_;) {
    mine_ = false;
    answer = co_await ask(caller_.home().actors().router(), call_, false,
                          caller_.home().io().get_executor(), question_);
    take_back(answer);
    if (auto* admitted = std::get_if<actors::attempt>(&answer)) {
      const auto why = begin(std::move(*admitted));
      if (!why)
        co_return std::nullopt;
      if (!goes_elsewhere(*why))
        co_return told(refuse_unpaid(*why));
      continue;
    }
    if (!may_ask_again(answer))
      co_return refuse(answer);
  }
  actors::directive lost;
  co_return refuse(lost);
}

/// A question that the session itself has ended may still be held by an actor,
/// and the call with it.
void call_runner::take_back(const actors::directive& answer) {
  mine_ = !std::holds_alternative<actors::unanswered>(answer)
          || (!caller_.departed() && steady_clock::now() < call_->deadline);
}

/// A question that died with an actor is asked again: its successor is there
/// at once.
bool call_runner::may_ask_again(const actors::directive& answer) {
  constexpr unsigned most = 3;
  return std::holds_alternative<actors::unanswered>(answer) && mine_
         && ++unanswered_ <= most;
}

/// Nothing: it is begun.
std::optional<unpaid> call_runner::begin(actors::attempt admitted) {
  speaker_ = nullptr;
  attempt_.emplace(with_, caller_.home(), chat_, std::move(admitted));
  if (auto why = books_.begin(*attempt_)) {
    attempt_.reset();
    return why;
  }
  speaker_ = &*attempt_;
  auto& summary = books_.summary();
  summary.paused = call_->progress->paused();
  summary.degraded_by = call_->progress->degraded_by();
  return std::nullopt;
}

/// Another candidate may be cheaper, or be paid from another budget.
bool call_runner::goes_elsewhere(const unpaid& why) {
  const auto* budget = std::get_if<domain::budget_refusal>(&why);
  if (budget == nullptr
      || (budget->any_candidate
          && budget->action == domain::when_exceeded::refuse))
    return false;
  call_->progress->refused(*budget);
  return true;
}

reply call_runner::refuse(actors::directive& why) {
  return told(explain(why));
}

/// What the caller is told instead of an answer.
reply call_runner::told(reply out) {
  if (!caller_.departed())
    books_.summary().call.status = out.status;
  return out;
}

reply call_runner::explain(actors::directive& why) const {
  const auto now = steady_clock::now();
  if (auto* refusal = std::get_if<domain::plan_refusal>(&why))
    return refuse_plan(*refusal);
  if (auto* end = std::get_if<domain::give_up>(&why))
    return explain_end(*end, now);
  // The actors may still hold the call: its progress is not to be looked at.
  if (now >= call_->deadline)
    return refuse_exhausted(domain::conclude(*with_.catalog, {}, now, true));
  return refuse_unrouted();
}

/// Nobody is left to be asked.
reply call_runner::explain_end(const domain::give_up& why,
                               domain::time_point now) const {
  const auto& progress = *call_->progress;
  if (const auto* budget = progress.refused_by_budget())
    return refuse_budget(*budget);
  return refuse_exhausted(domain::conclude(*with_.catalog, progress.records(),
                                           now, why.deadline_passed));
}

asio::awaitable<std::variant<providers::answer, reply>>
call_runner::complete() {
  for (;;) {
    auto refused = co_await next();
    if (refused)
      co_return std::move(*refused);
    attempt_runner* at = nullptr;
    if (may_hedge()) {
      at = co_await run_race();
    } else {
      const auto failed = co_await attempt_->complete();
      at = unless_failed(failed);
    }
    if (at == nullptr)
      continue;
    auto answer = at->take_answer();
    books_.answered(*at, answer.usage, measured_text(answer));
    succeed(*at);
    close(*at);
    books_.summary().call.status = caller_.departed() ? 499 : 200;
    co_return answer;
  }
}

/// Lets the attempt run against a second one if it is late. Who won, if anybody
/// did.
asio::awaitable<attempt_runner*> call_runner::run_race() {
  auto& waited = books_.summary().waited;
  const auto before = waited;
  speaker_ = nullptr;
  race_host& self = *this;
  race_ = std::make_unique<race>(self, caller_.home(), *attempt_,
                                 *attempt_->hedge_after());
  auto* winner = co_await race_->run();
  race_.reset();
  if (winner != nullptr)
    books_.name(*winner);
  speaker_ = winner != nullptr ? winner : &*attempt_;
  // Time in which both were waited for counts once.
  if (second_)
    waited = before + (steady_clock::now() - attempt_->started())
             - speaker_->waited();
  co_return winner;
}

/// This question is answered at once: nothing ends it before, so that the call
/// is the session's again afterwards, whatever the answer.
asio::awaitable<std::optional<actors::attempt>> call_runner::ask_second() {
  asked_second_ = true;
  mine_ = false;
  std::weak_ptr<actors::directive_sink> question;
  auto answer = co_await ask(caller_.home().actors().router(), call_, true,
                             caller_.home().io().get_executor(), question);
  mine_ = true;
  hedge_reserved_ = call_->hedge_reserved;
  auto* admitted = std::get_if<actors::attempt>(&answer);
  if (admitted == nullptr)
    co_return std::nullopt;
  co_return std::move(*admitted);
}

attempt_runner* call_runner::add_second(actors::attempt admitted) {
  second_ = std::make_unique<attempt_runner>(with_, caller_.home(), chat_,
                                             std::move(admitted));
  if (books_.begin(*second_))
    second_.reset();
  else
    books_.summary().call.hedged = true;
  return second_.get();
}

void call_runner::abandon(attempt_runner& at) {
  spdlog::debug("an attempt at {} was slower than another one",
                books_.name_of(at));
  books_.lost(at);
  at.report_lost();
  close(at);
}

/// The attempt if it did not fail; else books the failure.
attempt_runner* call_runner::unless_failed(const maybe_failure& failed) {
  if (failed)
    book(*attempt_, *failed);
  return failed ? nullptr : &*attempt_;
}

void call_runner::book(attempt_runner& at, const failure& why) {
  books_.failed(at, why.what);
  at.report(why);
  if (mine_)
    call_->progress->failed(at.deployment(), why, steady_clock::now());
  close(at);
  if (why.what == failure_class::caller_gone)
    spdlog::debug("a caller left an attempt at {}", books_.name_of(at));
  else if (why.what == failure_class::unsupported)
    spdlog::debug("{} cannot take a request: {}", books_.name_of(at),
                  why.detail);
  else
    spdlog::warn("attempt {} at {} failed: {}: {}", books_.summary().attempts,
                 books_.name_of(at), to_string(why.what), why.detail);
}

void call_runner::succeed(attempt_runner& at) {
  at.report(std::nullopt);
  books_.summary().call.answered_by =
      with_.catalog->deployments[at.deployment()].provider;
}

void call_runner::close(attempt_runner& at) {
  auto& summary = books_.summary();
  summary.waited += at.waited();
  summary.call.drilled = summary.call.drilled || at.drilled();
  at.close();
}

} // namespace bellwether::http
