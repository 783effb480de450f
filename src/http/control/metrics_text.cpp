#include "http/control/metrics_text.hpp"

#include "http/control/alert_metrics.hpp"
#include "http/control/exposition.hpp"
#include "http/control/money_metrics.hpp"
#include "http/control/provider_metrics.hpp"
#include "version.hpp"

#include <map>

namespace bellwether::http {

namespace {

using tallies = std::map<std::string, domain::model_tally>;

tallies with_silent_models(const metrics_source& from) {
  auto out = from.calls.models;
  for (const auto& deployment : from.catalog.deployments)
    out.try_emplace(deployment.name);
  return out;
}

void write_calls(exposition& out, const tallies& models) {
  out.family("ai_requests_total", "counter",
             "Calls by the model that answered or was tried last, and by the "
             "status that the caller saw.");
  for (const auto& [name, model] : models) {
    if (!model.requests.contains(200))
      out.sample(label("model", name) + ",status=\"200\"", 0);
    for (const auto& [status, count] : model.requests)
      out.sample(fmt::format("{},status=\"{}\"", label("model", name), status),
                 count);
  }
  out.family("ai_request_latency_seconds", "histogram",
             "Time from a call's arrival to the end of its answer.");
  for (const auto& [name, model] : models)
    out.samples(label("model", name), model.latency_seconds);
  out.family("bellwether_time_to_first_token_seconds", "histogram",
             "Time from asking a provider to its stream's first text.");
  for (const auto& [name, model] : models)
    out.samples(label("model", name), model.first_token_seconds);
  out.family("ai_request_cost_dollars", "histogram",
             "Cost of an answer; the sum is what was spent.");
  for (const auto& [name, model] : models)
    out.samples(label("model", name), model.cost_dollars);
  out.family("bellwether_tokens_total", "counter", "Tokens by kind.");
  for (const auto& [name, model] : models) {
    const auto of = label("model", name);
    out.sample(of + ",type=\"input\"", model.tokens.prompt);
    out.sample(of + ",type=\"output\"", model.tokens.completion);
    out.sample(of + ",type=\"cached\"", model.tokens.cached);
    out.sample(of + ",type=\"reasoning\"", model.tokens.reasoning);
  }
}

/// What callers did not ask for: probes, retries, second candidates.
void write_extras(exposition& out, const metrics_source& from) {
  out.family("bellwether_probe_cost_dollars_total", "counter",
             "What active probes cost; in no other sum.");
  for (std::size_t i = 0; i < from.catalog.providers.size(); ++i) {
    const auto probe = from.calls.probes.find(i);
    out.sample(
        label("provider", from.catalog.providers[i]),
        probe == from.calls.probes.end() ? 0.0 : probe->second.cost.usd());
  }
  out.family("bellwether_retries_total", "counter",
             "Providers that were asked once more for the same request.");
  out.sample("", from.router.retries);
  out.family("bellwether_retries_denied_total", "counter",
             "Retries that the retry budget did not allow.");
  out.sample("", from.router.retries_denied);
  out.family("bellwether_hedges_total", "counter",
             "Second candidates that were asked beside a slow first one.");
  out.sample("", from.router.hedges);
  out.family("bellwether_hedge_extra_dollars_total", "counter",
             "What attempts that did not answer cost, estimated.");
  out.sample("", from.calls.extra.usd());
}

std::string window_label(const domain::availability_report& of) {
  return label("window", of.window);
}

/// What is unknown, for want of calls, has no sample.
void write_objective(exposition& out, const actors::availability_snapshot& at) {
  out.family("bellwether_availability_ratio", "gauge",
             "Share of calls that were answered, as callers saw it.");
  for (const auto& window : at.windows)
    if (const auto share = window.counts.callers.share_good())
      out.sample(window_label(window), *share);
  out.family("bellwether_burn_rate", "gauge",
             "Share of failed calls over the share that the objective allows.");
  for (const auto& window : at.windows)
    if (window.burn_rate)
      out.sample(window_label(window), *window.burn_rate);
  out.family("bellwether_saved_requests", "gauge",
             "Calls in the window that were answered although a provider "
             "failed or was held out.");
  for (const auto& window : at.windows)
    out.sample(window_label(window), window.counts.saved);
  out.family("bellwether_error_budget_left_ratio", "gauge",
             "Share of the 30 days' error budget that is left; below 0 when "
             "it is overspent.");
  out.sample("", at.budget_left);
}

} // namespace

std::string metrics_text(const metrics_source& from) {
  exposition out;
  out.family("bellwether_build_info", "gauge", "Always 1.");
  out.sample(label("version", version), 1);
  write_calls(out, with_silent_models(from));
  write_extras(out, from);
  write_objective(out, from.availability);
  write_providers(out, from.providers);
  write_money(out, from.budgets, from.ledger, from.calls);
  write_alerts(out, from.alerts);
  return std::move(out).text();
}

} // namespace bellwether::http
