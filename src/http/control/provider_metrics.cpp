#include "http/control/provider_metrics.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace bellwether::http {

namespace {

using actors::model_report;
using actors::provider_report;
using domain::health_state;
using providers = std::vector<provider_report>;

std::string provider_label(const provider_report& of) {
  return label("provider", of.provider.name);
}

std::string model_label(const provider_report& of, const model_report& model) {
  return provider_label(of) + "," + label("model", model.name);
}

void write_state(exposition& out, const std::string& labels, health_state now) {
  constexpr std::array states{
      health_state::closed, health_state::open, health_state::half_open,
      health_state::rate_limited, health_state::misconfigured};
  for (const auto state : states)
    out.sample(labels + "," + label("state", to_string(state)),
               now == state ? 1 : 0);
}

void write_states(exposition& out, const providers& all) {
  out.family("bellwether_provider_state", "gauge",
             "1 for the state that the provider is in.");
  for (const auto& p : all)
    write_state(out, provider_label(p), p.provider.state);
  out.family("bellwether_model_state", "gauge",
             "1 for the state that the model is in at the provider.");
  for (const auto& p : all)
    for (const auto& model : p.models)
      write_state(out, model_label(p, model), model.state);
}

/// A family with one number a provider.
template <class Number>
void write_each(exposition& out, const providers& all, const char* name,
                const char* type, const char* help,
                Number provider_report::*number) {
  out.family(name, type, help);
  for (const auto& p : all)
    out.sample(provider_label(p), p.*number);
}

void write_slots(exposition& out, const providers& all) {
  write_each(out, all, "bellwether_provider_in_flight", "gauge",
             "Attempts that run now.", &provider_report::in_flight);
  write_each(out, all, "bellwether_provider_limit", "gauge",
             "Attempts that may run at once, as learned.",
             &provider_report::limit);
  write_each(out, all, "bellwether_provider_queued", "gauge",
             "Requests that wait for a slot.", &provider_report::queued);
  write_each(out, all, "bellwether_provider_shed_total", "counter",
             "Requests that could not have had a slot in time.",
             &provider_report::shed);
  write_each(out, all, "bellwether_provider_attempts_total", "counter",
             "Attempts that were admitted.", &provider_report::attempts);
  write_each(out, all, "bellwether_provider_failures_total", "counter",
             "Attempts that failed through the provider.",
             &provider_report::failures);
}

void write_probes(exposition& out, const providers& all) {
  out.family("bellwether_probes_total", "counter",
             "Active probes by their result.");
  for (const auto& p : all) {
    out.sample(provider_label(p) + ",result=\"success\"", p.probes_succeeded);
    out.sample(provider_label(p) + ",result=\"failure\"", p.probes_failed);
  }
}

/// A family with one number a model, where it is known.
void write_known(exposition& out, const providers& all, const char* name,
                 const char* help,
                 std::optional<std::int64_t> model_report::*number) {
  out.family(name, "gauge", help);
  for (const auto& p : all)
    for (const auto& model : p.models)
      if (model.*number)
        out.sample(model_label(p, model), *(model.*number));
}

} // namespace

void write_providers(exposition& out, const providers& all) {
  write_states(out, all);
  write_slots(out, all);
  write_probes(out, all);
  write_known(out, all, "bellwether_remaining_requests",
              "Requests left of the provider's rate limit, as it counts them.",
              &model_report::remaining_requests);
  write_known(out, all, "bellwether_remaining_tokens",
              "Tokens left of the provider's rate limit, as it counts them.",
              &model_report::remaining_tokens);
}

} // namespace bellwether::http
