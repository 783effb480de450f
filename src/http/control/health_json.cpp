#include "http/control/health_json.hpp"

#include "domain/rfc3339.hpp"
#include "http/control/availability_json.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>

namespace bellwether::http {

using nlohmann::ordered_json;
using std::chrono::steady_clock;
using std::chrono::system_clock;

namespace {

/// Both clocks at one moment.
struct clocks {
  steady_clock::time_point steady;
  system_clock::time_point wall;

  std::string at(steady_clock::time_point t) const {
    return domain::write_rfc3339_seconds(
        std::chrono::floor<std::chrono::milliseconds>(wall + (t - steady)));
  }
};

template <class Value>
ordered_json or_null(const std::optional<Value>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

double rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}

ordered_json milliseconds_or_null(
    const std::optional<std::chrono::nanoseconds>& t) {
  using milliseconds = std::chrono::duration<double, std::milli>;
  return t ? ordered_json(rounded(milliseconds{*t}.count()))
           : ordered_json(nullptr);
}

bool healthy(const actors::health_report& h) {
  return h.state == domain::health_state::closed;
}

ordered_json detail(const actors::health_report& h, const clocks& now) {
  const bool held = !healthy(h) && h.held_until > now.steady;
  const std::chrono::duration<double> hold = h.held_until - now.steady;
  ordered_json out;
  out["name"] = h.name;
  out["state"] = to_string(h.state);
  out["healthy"] = healthy(h);
  out["consecutive_failures"] = h.consecutive_failures;
  out["since"] = h.since == domain::time_point{}
                     ? ordered_json(nullptr)
                     : ordered_json(now.at(h.since));
  out["hold_seconds"] = held ? hold.count() : 0.0;
  out["hold_until"] =
      held ? ordered_json(now.at(h.held_until)) : ordered_json(nullptr);
  out["reason"] = healthy(h) || h.cause.empty() ? ordered_json(nullptr)
                                                : ordered_json(h.cause);
  out["error_rate"] = rounded(h.failure_share);
  out["traffic_share"] = rounded(h.traffic_share);
  return out;
}

ordered_json detail(const actors::model_report& model, const clocks& now) {
  auto out = detail(static_cast<const actors::health_report&>(model), now);
  out["first_token_ms"] = {
      {"p50", milliseconds_or_null(model.first_token_p50)},
      {"p95", milliseconds_or_null(model.first_token_p95)}};
  out["answer_ms"] = {{"p50", milliseconds_or_null(model.answer_p50)},
                      {"p95", milliseconds_or_null(model.answer_p95)}};
  out["remaining"] = {{"requests", or_null(model.remaining_requests)},
                      {"tokens", or_null(model.remaining_tokens)}};
  return out;
}

ordered_json detail(const actors::provider_report& report, const clocks& now) {
  auto out = detail(report.provider, now);
  out["in_flight"] = report.in_flight;
  out["limit"] = report.limit;
  out["max_concurrent"] = report.max_concurrent;
  out["queued"] = report.queued;
  out["shed"] = report.shed;
  out["attempts"] = report.attempts;
  out["failures"] = report.failures;
  out["probes"] = report.probes;
  out["probes_failed"] = report.probes_failed;
  out["last_check"] = report.last_outcome
                          ? ordered_json(now.at(*report.last_outcome))
                          : ordered_json(nullptr);
  out["models"] = ordered_json::array();
  for (const auto& model : report.models)
    out["models"].push_back(detail(model, now));
  return out;
}

/// Enters a model as the tutorial's report has it. One that stands at several
/// providers is as healthy as the best.
void enter(ordered_json& models, const actors::model_report& model,
           const actors::provider_report& at, const ordered_json& last_check) {
  const bool now_healthy = healthy(at.provider) && healthy(model);
  if (models.contains(model.name)
      && (models[model.name]["healthy"] == true || !now_healthy))
    return;
  models[model.name] = {
      {"healthy", now_healthy},
      {"last_check", last_check},
      {"consecutive_failures",
       std::max(at.provider.consecutive_failures, model.consecutive_failures)}};
}

} // namespace

std::string health_json(
    const std::vector<actors::provider_report>& reports,
    const std::optional<actors::availability_snapshot>& availability,
    steady_clock::time_point now, system_clock::time_point wall_now) {
  const clocks both{now, wall_now};
  ordered_json models = ordered_json::object();
  ordered_json providers = ordered_json::array();
  for (const auto& report : reports) {
    providers.push_back(detail(report, both));
    for (const auto& model : report.models)
      enter(models, model, report, providers.back()["last_check"]);
  }
  const auto up = std::ranges::count_if(
      models, [](const auto& model) { return model["healthy"] == true; });
  ordered_json out;
  out["timestamp"] = both.at(now);
  out["models"] = models;
  out["overall_health"] =
      fmt::format("{}/{} models healthy", up, models.size());
  out["providers"] = providers;
  out["availability"] = availability_summary(availability);
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace bellwether::http
