#include "http/gateway/call_books.hpp"

#include "actors/lane.hpp"

#include <cstdio>
#include <utility>

namespace bellwether::http {

using std::chrono::steady_clock;

namespace {

std::string decimal(double value, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

} // namespace

void call_books::tried(const attempt_runner& at) {
  ++summary_.attempts;
  name(at);
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

std::optional<domain::money> call_books::cost_of(
    const attempt_runner& at, const domain::usage& used) const {
  const auto& price = model_of(at).price;
  if (!price)
    return std::nullopt;
  return domain::cost_of(*price, used);
}

void call_books::charge(const attempt_runner& at,
                        const std::optional<domain::usage>& used,
                        std::size_t answer_chars) {
  const auto chars = static_cast<std::int64_t>(answer_chars);
  const domain::usage estimate{
      .prompt = domain::estimate_tokens(call_.facts.prompt_chars),
      .completion = domain::estimate_tokens(chars)};
  auto& call = summary_.call;
  call.cost_estimated = !used;
  call.used = used.value_or(estimate);
  call.cost = cost_of(at, call.used);
}

void call_books::charge_part(const attempt_runner& at) {
  charge(at, at.used_so_far(), 0);
  summary_.call.cost_estimated = true;
}

void call_books::charge_extra(const attempt_runner& at) {
  if (const auto used = at.used_so_far())
    summary_.call.extra += cost_of(at, *used).value_or(domain::money{});
}

void call_books::append_origin(header_list& to) const {
  if (summary_.provider.empty())
    return;
  to.emplace_back("x-bellwether-provider", summary_.provider);
  to.emplace_back("x-bellwether-model", summary_.call.model);
}

header_list call_books::headers(const attempt_runner* at) const {
  header_list out;
  out.reserve(8);
  append_origin(out);
  out.emplace_back("x-bellwether-attempts", std::to_string(summary_.attempts));
  if (summary_.call.hedged)
    out.emplace_back("x-bellwether-hedged", "true");
  const std::chrono::duration<double, std::milli> overhead =
      steady_clock::now() - call_.received - summary_.waited - summary_.paused
      - (at != nullptr ? at->waited() : std::chrono::nanoseconds{0});
  out.emplace_back("x-bellwether-overhead-ms",
                   decimal(overhead.count(), "%.3f"));
  if (at != nullptr && !at->dropped().empty())
    out.emplace_back("x-bellwether-dropped", at->dropped());
  if (summary_.call.cost)
    out.emplace_back("x-bellwether-cost-usd", to_string(*summary_.call.cost));
  if (summary_.call.cost_estimated)
    out.emplace_back("x-bellwether-cost-estimated", "true");
  return out;
}

void call_books::close(const std::optional<domain::money>& hedge_reserved) {
  summary_.call.latency = steady_clock::now() - call_.received;
  settle_hedging(hedge_reserved);
  // One message for both: they only read it.
  const auto message = caf::make_message(std::move(summary_.call));
  actors::tell(with_.actors->cost(), message);
  actors::tell(with_.actors->objective(), message);
}

/// The router bounds what hedging costs by what the route costs.
void call_books::settle_hedging(
    const std::optional<domain::money>& reserved) const {
  const auto& routes = with_.catalog->routes;
  const auto route = routes.find(call_.facts.model);
  if (route == routes.end() || !route->second.hedge)
    return;
  const auto& call = summary_.call;
  actors::tell(with_.actors->router(),
               actors::hedge_settled{call_.facts.model,
                                     call.cost.value_or(domain::money{}),
                                     reserved, call.extra});
}

} // namespace bellwether::http
