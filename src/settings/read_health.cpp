#include "settings/read_values.hpp"
#include "settings/sections.hpp"

#include <array>

namespace bellwether::settings {

namespace {

using domain::probe_kind;

constexpr std::array probe_kinds{probe_kind::models, probe_kind::completion,
                                 probe_kind::off};

constexpr range up_to_an_hour{0, 3'600'000};
constexpr range up_to_a_day{0, 86'400'000};

void read_opening(object_reader& health, domain::health_policy& out) {
  health.whole("failure_threshold", out.failure_threshold, {1, 1000});
  read_share(health, "failure_rate_percent", out.failure_share, 0, 100);
  health.duration("failure_window_ms", out.failure_window, {1'000, 3'600'000});
  health.whole("failure_min_requests", out.failure_volume, {1, 100'000});
  health.duration("slow_ms", out.slow, up_to_an_hour);
}

void read_holds(object_reader& health, domain::health_policy& out) {
  read_bounds(health, "min_hold_ms", "max_hold_ms", out.hold, {1, 86'400'000});
  read_bounds(health, "rate_limit_min_hold_ms", "rate_limit_max_hold_ms",
              out.rate_limit_hold, {1, 86'400'000});
  health.duration("misconfigured_hold_ms", out.misconfigured_hold,
                  {1, 86'400'000});
  health.duration("relapse_ms", out.relapse, up_to_a_day);
  health.duration("slow_start_ms", out.slow_start, up_to_an_hour);
}

} // namespace

void read_health(object_reader health, draft& out) {
  read_opening(health, out.value.health);
  read_holds(health, out.value.health);
  health.duration("memory_ms", out.value.memory_age, up_to_a_day);
  read_probe(health.object("probe"), out.probe);
}

void read_probe(object_reader probe, domain::probe_policy& out) {
  probe.choice<probe_kind>("kind", out.kind, probe_kinds);
  probe.duration("interval_ms", out.interval, {1'000, 86'400'000});
  probe.duration("timeout_ms", out.timeout, {100, 120'000});
}

} // namespace bellwether::settings
