#include "domain/tally.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace bellwether::domain {

namespace {

// OpenTelemetry's bounds for the duration of model calls, and two for long
// streams.
std::vector<double> latency_bounds() {
  return {0.01, 0.02, 0.04,  0.08,  0.16,  0.32,  0.64, 1.28,
          2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 120,  300};
}

std::vector<double> cost_bounds() {
  return {0.00001, 0.0001, 0.001, 0.01, 0.1, 1, 10};
}

void add_tokens(usage& to, const usage& more) {
  to.prompt += more.prompt;
  to.cached += more.cached;
  to.cache_write += more.cache_write;
  to.completion += more.completion;
  to.reasoning += more.reasoning;
}

} // namespace

histogram::histogram(std::vector<double> bounds)
    : bounds_{std::move(bounds)}, counts_(bounds_.size() + 1) {}

void histogram::add(double value) {
  const auto place = std::ranges::lower_bound(bounds_, value);
  ++counts_[static_cast<std::size_t>(place - bounds_.begin())];
  ++count_;
  sum_ += value;
}

std::uint64_t histogram::up_to(std::size_t i) const {
  const auto end = counts_.begin() + static_cast<std::ptrdiff_t>(i) + 1;
  return std::accumulate(counts_.begin(), end, std::uint64_t{0});
}

model_tally::model_tally()
    : latency_seconds{latency_bounds()},
      first_token_seconds{latency_bounds()},
      cost_dollars{cost_bounds()} {}

std::uint64_t model_tally::total_requests() const {
  return latency_seconds.count();
}

void tally::add(const finished_call& call) {
  auto& to = models[call.model.empty() ? "unknown" : call.model];
  ++to.requests[call.status];
  to.latency_seconds.add(std::chrono::duration<double>(call.latency).count());
  if (call.first_token)
    to.first_token_seconds.add(
        std::chrono::duration<double>(*call.first_token).count());
  add_tokens(to.tokens, call.used);
  to.estimated += call.cost_estimated ? 1 : 0;
  hedged += call.hedged ? 1 : 0;
  extra += call.extra;
  if (!call.cost)
    return;
  to.cost_dollars.add(call.cost->usd());
  to.cost += *call.cost;
}

void tally::add(const finished_probe& probe) {
  auto& to = probes[probe.provider];
  ++(probe.succeeded ? to.succeeded : to.failed);
  to.cost += probe.cost.value_or(money{});
  add_tokens(to.tokens, probe.used);
}

} // namespace bellwether::domain
