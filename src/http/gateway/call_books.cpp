#include "http/gateway/call_books.hpp"

#include "actors/lane.hpp"
#include "http/gateway/caller_access.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::http {

using domain::entry_outcome;
using std::chrono::steady_clock;

namespace {

/// "12.345"
std::string in_milliseconds(std::chrono::nanoseconds time) {
  using std::chrono::microseconds;
  const auto micros =
      std::max(std::chrono::round<microseconds>(time), microseconds{0}).count();
  // A thousand keeps the zeros in front, and its place is the point's.
  auto decimals = std::to_string(1'000 + micros % 1'000);
  decimals.front() = '.';
  return std::to_string(micros / 1'000) + decimals;
}

} // namespace

std::optional<unpaid> call_books::begin(attempt_runner& at) {
  if (auto why = at.begin(summary_.attempts + 1))
    return why;
  ++summary_.attempts;
  name(at);
  return std::nullopt;
}

void call_books::name(const attempt_runner& at) {
  const auto& chosen = model_of(at);
  summary_.provider = with_.catalog->providers[chosen.provider];
  summary_.call.model = chosen.name;
  summary_.call.delay = at.started() - call_.received;
}

std::string call_books::name_of(const attempt_runner& at) const {
  const auto& chosen = model_of(at);
  return with_.catalog->providers[chosen.provider] + "/" + chosen.name;
}

const domain::deployment& call_books::model_of(const attempt_runner& at) const {
  return with_.catalog->deployments[at.deployment()];
}

void call_books::take(const charged& what) {
  auto& call = summary_.call;
  call.used = what.used;
  call.cost = what.cost;
  call.cost_estimated = what.estimated;
}

void call_books::answered(attempt_runner& at,
                          const std::optional<domain::usage>& used,
                          std::int64_t answer_bytes) {
  take(at.settle_answered(used, answer_bytes));
}

void call_books::broke(attempt_runner& at, domain::failure_class why) {
  take(settle(at, entry_outcome::broken, why));
  summary_.call.cost_estimated = true;
}

void call_books::failed(attempt_runner& at, domain::failure_class why) {
  settle(at, entry_outcome::failed, why);
}

void call_books::lost(attempt_runner& at) {
  const auto cost = at.settle_unfinished(entry_outcome::lost).cost;
  summary_.call.extra += cost.value_or(domain::money{});
}

/// A caller that leaves is nobody's failure.
charged call_books::settle(attempt_runner& at, entry_outcome how,
                           domain::failure_class why) {
  if (why == domain::failure_class::caller_gone)
    return at.settle_unfinished(entry_outcome::cancelled);
  return at.settle_unfinished(how, to_string(why));
}

void call_books::append_origin(header_list& to) const {
  if (summary_.provider.empty())
    return;
  to.emplace_back("x-bellwether-provider", summary_.provider);
  to.emplace_back("x-bellwether-model", summary_.call.model);
}

header_list call_books::headers(const attempt_runner* at) const {
  const auto now = steady_clock::now();
  header_list out;
  out.reserve(16);
  append_origin(out);
  out.emplace_back("x-bellwether-attempts", std::to_string(summary_.attempts));
  if (summary_.call.hedged)
    out.emplace_back("x-bellwether-hedged", "true");
  const auto overhead =
      now - call_.received - summary_.waited - summary_.paused
      - (at != nullptr ? at->waited() : std::chrono::nanoseconds{0});
  out.emplace_back("x-bellwether-overhead-ms", in_milliseconds(overhead));
  if (at != nullptr && !at->dropped().empty())
    out.emplace_back("x-bellwether-dropped", at->dropped());
  if (summary_.call.cost)
    out.emplace_back("x-bellwether-cost-usd", to_string(*summary_.call.cost));
  if (summary_.call.cost_estimated)
    out.emplace_back("x-bellwether-cost-estimated", "true");
  if (!summary_.degraded_by.empty())
    out.emplace_back("x-bellwether-degraded", summary_.degraded_by);
  with_.access->append_rates(call_.sender, now, out);
  return out;
}

void call_books::close(const std::optional<domain::money>& hedge_reserved) {
  summary_.call.latency = steady_clock::now() - call_.received;
  settle_hedging(hedge_reserved);
  // One message for both: they only read it.
  const auto message = caf::make_message(std::move(summary_.call));
  actors::tell(actors_.cost(), message);
  actors::tell(actors_.objective(), message);
}

/// The router bounds what hedging costs by what the route costs.
void call_books::settle_hedging(
    const std::optional<domain::money>& reserved) const {
  const auto& routes = with_.catalog->routes;
  const auto route = routes.find(call_.facts.model);
  if (route == routes.end() || !route->second.hedge)
    return;
  const auto& call = summary_.call;
  actors::tell(actors_.router(),
               actors::hedge_settled{call_.facts.model,
                                     call.cost.value_or(domain::money{}),
                                     reserved, call.extra});
}

} // namespace bellwether::http
