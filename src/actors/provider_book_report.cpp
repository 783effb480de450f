// What a provider's book tells: for reports, for hedges, for a successor.
#include "actors/provider_book.hpp"

#include <algorithm>
#include <chrono>

namespace bellwether::actors {

namespace {

constexpr double median = 0.5;
constexpr double usual = 0.95;

void fill(health_report& out, const std::string& name, const domain::health& h,
          domain::time_point now) {
  out.name = name;
  out.state = h.state(now);
  out.since = h.since();
  out.held_until = h.held_until();
  out.consecutive_failures = h.consecutive_failures();
  out.failure_share = h.failure_share(now);
  out.traffic_share = h.traffic_share(now);
  out.cause = h.last_cause();
}

} // namespace

std::chrono::nanoseconds provider_book::pace(domain::time_point now) const {
  std::chrono::nanoseconds longest{0};
  for (const auto& [deployment, model] : models_)
    longest = std::max(longest, model.answers.quantile(median, now)
                                    .value_or(std::chrono::nanoseconds{0}));
  const auto at_once = std::max<std::size_t>(limit_.limit(), 1);
  return longest / static_cast<std::int64_t>(at_once);
}

std::optional<std::chrono::nanoseconds> provider_book::usual_wait(
    std::size_t deployment, bool stream, domain::time_point now) const {
  const auto& model = models_.at(deployment);
  return (stream ? model.first_tokens : model.answers).quantile(usual, now);
}

model_report provider_book::report_of(const std::string& name,
                                      const model_book& of,
                                      domain::time_point now) const {
  model_report out;
  fill(out, name, of.health, now);
  out.first_token_p50 = of.first_tokens.quantile(median, now);
  out.first_token_p95 = of.first_tokens.quantile(usual, now);
  out.answer_p50 = of.answers.quantile(median, now);
  out.answer_p95 = of.answers.quantile(usual, now);
  out.remaining_requests = of.quota.remaining_requests(now);
  out.remaining_tokens = of.quota.remaining_tokens(now);
  return out;
}

provider_report provider_book::report(domain::time_point now) const {
  provider_report out;
  fill(out.provider, name(), provider_, now);
  for (const auto& [deployment, model] : models_)
    out.models.push_back(report_of(model_name(deployment), model, now));
  out.in_flight = limit_.in_flight();
  out.limit = limit_.limit();
  out.max_concurrent = config_.concurrency.most;
  out.attempts = attempts_;
  out.failures = failures_;
  out.probes = probes_;
  out.probes_succeeded = probes_succeeded_;
  out.probes_failed = probes_failed_;
  out.last_outcome = last_outcome_;
  return out;
}

storage::provider_memory provider_book::remember(domain::time_point now) const {
  storage::provider_memory out;
  out.health = provider_.remember();
  for (const auto& [deployment, model] : models_)
    out.models[model_name(deployment)] = {model.health.remember(),
                                          model.first_tokens.samples(now),
                                          model.answers.samples(now)};
  return out;
}

} // namespace bellwether::actors
