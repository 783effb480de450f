#include "storage/memory.hpp"

#include "domain/rfc3339.hpp"
#include "storage/memory_fields.hpp"
#include "storage/wall_time.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace bellwether::storage {

namespace {

using nlohmann::json;

void put_time(json& to, const char* field, domain::time_point at,
              const moment& now) {
  if (at != domain::time_point{})
    to[field] = domain::write_rfc3339(to_wall(at, now));
}

json health_json(const domain::health_memory& health, const moment& now) {
  json out{{fields::state, domain::to_string(health.state)}};
  put_time(out, fields::since, health.since, now);
  put_time(out, fields::held_until, health.held_until, now);
  out[fields::consecutive_failures] = health.consecutive_failures;
  out[fields::consecutive_opens] = health.consecutive_opens;
  out[fields::consecutive_rate_limits] = health.consecutive_rate_limits;
  out[fields::cause] = health.cause;
  return out;
}

json latencies_json(const std::vector<std::chrono::nanoseconds>& latencies) {
  json out = json::array();
  for (const auto latency : latencies)
    out.push_back(
        std::chrono::floor<std::chrono::milliseconds>(latency).count());
  return out;
}

json provider_json(const provider_memory& provider, const moment& now) {
  json models = json::object();
  for (const auto& [name, model] : provider.models) {
    json& entry = models[name] = health_json(model.health, now);
    entry[fields::first_tokens] = latencies_json(model.first_tokens);
    entry[fields::answers] = latencies_json(model.answers);
  }
  json out = health_json(provider.health, now);
  out[fields::models] = std::move(models);
  return out;
}

json count_json(const domain::success_count& count) {
  return {{fields::good, count.good}, {fields::bad, count.bad}};
}

json hour_json(const domain::availability_hour& hour) {
  json providers = json::array();
  for (const auto& count : hour.counts.providers)
    providers.push_back(count_json(count));
  return {{fields::hour, hour.hour},
          {fields::callers, count_json(hour.counts.callers)},
          {fields::saved, hour.counts.saved},
          {fields::providers, std::move(providers)}};
}

} // namespace

std::string write_memory(const memory& what, const moment& now) {
  json providers = json::object();
  for (const auto& [name, provider] : what.providers)
    providers[name] = provider_json(provider, now);
  json hours = json::array();
  for (const auto& hour : what.hours)
    hours.push_back(hour_json(hour));
  const json out{{fields::version, fields::version_number},
                 {fields::written,
                  domain::write_rfc3339(
                      std::chrono::floor<std::chrono::milliseconds>(now.wall))},
                 {fields::providers, std::move(providers)},
                 {fields::provider_order, what.provider_order},
                 {fields::hours, std::move(hours)}};
  return out.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace bellwether::storage
