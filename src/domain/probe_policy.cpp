#include "domain/probe_policy.hpp"

#include "domain/part_of.hpp"

#include <algorithm>

namespace bellwether::domain {

namespace {

using std::chrono::milliseconds;

// Between two probes, whatever the rest says.
constexpr milliseconds least_pause = std::chrono::seconds{1};

// Within which a provider that nothing has told of is probed, so that a report
// is not empty for long after a start.
constexpr milliseconds first_within = std::chrono::seconds{1};

// When nothing will have told of it for an interval.
time_point silent_for_long(const probe_policy& policy, const probe_facts& facts,
                           double chance) {
  if (!facts.last_told && !facts.last_probe)
    return facts.known_since + part_of(first_within, chance);
  const time_point told =
      std::max(facts.last_told.value_or(time_point::min()),
               facts.last_probe.value_or(time_point::min()));
  return told + policy.interval + part_of(policy.interval, chance / 10.0);
}

time_point due(const probe_policy& policy, const probe_facts& facts,
               time_point now, double chance) {
  switch (facts.state) {
    case health_state::half_open:
      return now;
    case health_state::open:
    case health_state::misconfigured:
      return facts.held_until;
    case health_state::rate_limited:
      return std::max(facts.held_until, silent_for_long(policy, facts, chance));
    case health_state::closed:
      break;
  }
  return silent_for_long(policy, facts, chance);
}

} // namespace

std::string_view to_string(probe_kind k) {
  switch (k) {
    case probe_kind::off:
      return "off";
    case probe_kind::models:
      return "models";
    case probe_kind::completion:
      return "completion";
  }
  return "unknown";
}

std::optional<time_point> next_probe(const probe_policy& policy,
                                     const probe_facts& facts, time_point now,
                                     double chance) {
  if (policy.kind == probe_kind::off)
    return std::nullopt;
  // The one that is out will tell; until it has, only look again.
  if (facts.probe_out)
    return now + least_pause;
  time_point when = std::max(now, due(policy, facts, now, chance));
  if (facts.last_probe)
    when = std::max(when, *facts.last_probe + least_pause);
  return when;
}

} // namespace bellwether::domain
