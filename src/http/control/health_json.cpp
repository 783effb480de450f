#include "http/control/health_json.hpp"

#include "http/control/rfc3339.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>

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
    return rfc3339(
        wall + std::chrono::duration_cast<system_clock::duration>(t - steady));
  }
};

bool healthy(const actors::health_report& h) {
  return h.state == domain::health_state::closed;
}

ordered_json detail(const actors::health_report& h, const clocks& now) {
  ordered_json out;
  out["name"] = h.name;
  out["state"] = to_string(h.state);
  out["healthy"] = healthy(h);
  out["consecutive_failures"] = h.consecutive_failures;
  out["since"] = h.since == domain::time_point{}
                     ? ordered_json(nullptr)
                     : ordered_json(now.at(h.since));
  const auto hold =
      std::chrono::duration<double>(h.held_until - now.steady).count();
  out["hold_seconds"] = healthy(h) ? 0.0 : std::max(0.0, hold);
  out["reason"] = healthy(h) || h.cause.empty() ? ordered_json(nullptr)
                                                : ordered_json(h.cause);
  return out;
}

ordered_json detail(const actors::provider_report& report, const clocks& now) {
  auto out = detail(report.provider, now);
  out["in_flight"] = report.in_flight;
  out["max_concurrent"] = report.max_concurrent;
  out["attempts"] = report.attempts;
  out["failures"] = report.failures;
  out["last_check"] = report.last_outcome
                          ? ordered_json(now.at(*report.last_outcome))
                          : ordered_json(nullptr);
  out["models"] = ordered_json::array();
  for (const auto& model : report.models)
    out["models"].push_back(detail(model, now));
  return out;
}

} // namespace

std::string health_json(const std::vector<actors::provider_report>& reports,
                        steady_clock::time_point now,
                        system_clock::time_point wall_now) {
  const clocks both{now, wall_now};
  ordered_json models = ordered_json::object();
  ordered_json providers = ordered_json::array();
  for (const auto& report : reports) {
    providers.push_back(detail(report, both));
    for (const auto& model : report.models) {
      // A model that stands at several providers is as healthy as the best.
      const bool now_healthy = healthy(report.provider) && healthy(model);
      if (models.contains(model.name)
          && (models[model.name]["healthy"] == true || !now_healthy))
        continue;
      models[model.name] = {{"healthy", now_healthy},
                            {"last_check", providers.back()["last_check"]},
                            {"consecutive_failures",
                             std::max(report.provider.consecutive_failures,
                                      model.consecutive_failures)}};
    }
  }
  const auto up = std::ranges::count_if(
      models, [](const auto& model) { return model["healthy"] == true; });
  ordered_json out;
  out["timestamp"] = both.at(now);
  out["models"] = models;
  out["overall_health"] =
      fmt::format("{}/{} models healthy", up, models.size());
  out["providers"] = providers;
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace bellwether::http
