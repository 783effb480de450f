#include "http/gateway/attempt_account.hpp"

#include "http/gateway/caller_access.hpp"

#include <utility>

namespace bellwether::http {

using std::chrono::microseconds;

namespace {

domain::wall_time wall_now() {
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
}

} // namespace

attempt_account::attempt_account(const services& with,
                                 const received_call& call,
                                 std::size_t deployment)
    : with_{with}, call_{call}, deployment_{deployment} {}

std::optional<unpaid> attempt_account::open(unsigned number) {
  const bool needs_ledger = with_.settings->ledger.refuse_on_failure;
  if (needs_ledger && with_.ledger->failing())
    return ledger_unavailable{};
  // The thread's own, filled again and again: its strings keep their memory.
  thread_local domain::ledger_reservation promise;
  promise.at = wall_now();
  promise.request_id = call_.id;
  promise.attempt = number;
  fill(promise.who);
  auto answer =
      with_.till->reserve(promise.who, call_.facts, deployment_, promise.at);
  if (auto* refused = std::get_if<domain::budget_refusal>(&answer))
    return std::move(*refused);
  paid_ = std::get<actors::reservation>(std::move(answer));
  promise.amount = paid_.amount();
  promise.expected = paid_.expected();
  promise.stream = call_.facts.stream;
  promise.metadata = call_.facts.metadata;
  promised_ = with_.ledger->reserve(promise);
  number_ = number;
  open_ = promised_ != 0 || !needs_ledger;
  if (!open_)
    return ledger_unavailable{};
  return std::nullopt;
}

void attempt_account::settle(const attempt_end& how) {
  if (!std::exchange(open_, false))
    return;
  const auto cost = cost_of(how.used);
  thread_local domain::ledger_entry entry;
  entry.reservation = promised_;
  entry.at = wall_now();
  entry.request_id = call_.id;
  entry.attempt = number_;
  fill(entry.who);
  entry.used = how.used;
  entry.cost = cost.value_or(domain::money{});
  entry.dearest = dearest(how, entry.cost);
  entry.priced = cost.has_value();
  entry.estimated = how.estimated;
  entry.outcome = how.how;
  entry.failure = how.failure;
  entry.stream = call_.facts.stream;
  entry.latency = std::chrono::duration_cast<microseconds>(how.latency);
  entry.first_token.reset();
  if (how.first_token)
    entry.first_token =
        std::chrono::duration_cast<microseconds>(*how.first_token);
  entry.metadata = call_.facts.metadata;
  with_.ledger->settle(entry);
  paid_.settle({.cost = entry.cost,
                .used = how.used,
                .estimated = how.estimated,
                .prompt_bytes = call_.facts.prompt_chars,
                .answer_bytes = how.answer_bytes},
               call_.facts.model, entry.at);
  with_.access->used(call_.sender, how.used.total(),
                     std::chrono::steady_clock::now());
}

std::optional<domain::money> attempt_account::cost_of(
    const domain::usage& used) const {
  const auto& price = model().price;
  if (!price)
    return std::nullopt;
  return domain::cost_of(*price, used);
}

domain::usage attempt_account::estimate(std::int64_t answer_bytes) const {
  const auto family = model().family;
  return {.prompt = domain::estimate_tokens(family, call_.facts.prompt_chars),
          .completion = domain::estimate_tokens(family, answer_bytes)};
}

void attempt_account::fill(domain::spender& who) const {
  who.key = call_.sender.key;
  who.team = call_.sender.team;
  who.route = call_.facts.model;
  who.provider = with_.catalog->providers[model().provider];
  who.model = model().name;
}

/// An answer without a price saves nobody anything, and vectors can come from
/// no other model.
domain::money attempt_account::dearest(const attempt_end& how,
                                       domain::money cost) const {
  const auto& other = with_.wiring->dearest_chat;
  if (how.how != domain::entry_outcome::answered || !model().price)
    return {};
  if (model().task != domain::task::chat || !other)
    return cost;
  return domain::cost_of(*with_.catalog->deployments[*other].price, how.used);
}

} // namespace bellwether::http
