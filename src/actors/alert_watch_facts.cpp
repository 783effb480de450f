#include "actors/alert_watch.hpp"
#include "domain/plan.hpp"

#include <algorithm>
#include <utility>

namespace bellwether::actors {

namespace {

using domain::alert_facts;
using domain::wall_time;

/// The same moment by both clocks.
struct moment {
  domain::time_point steady;
  wall_time wall;

  wall_time on_the_wall(domain::time_point t) const {
    return wall + std::chrono::round<std::chrono::milliseconds>(t - steady);
  }
};

alert_facts::health health_of(const health_report& from, const moment& now) {
  alert_facts::health out;
  out.name = from.name;
  out.state = from.state;
  out.since = now.on_the_wall(from.since);
  if (from.held_until > now.steady)
    out.held_until = now.on_the_wall(from.held_until);
  out.failures = from.consecutive_failures;
  out.cause = from.cause;
  return out;
}

alert_facts::provider provider_of(const provider_report& from,
                                  const moment& now) {
  alert_facts::provider out{health_of(from.provider, now), {}};
  for (const auto& model : from.models) {
    auto& added = out.models.emplace_back(health_of(model, now));
    added.first_token_p95 = model.first_token_p95;
    added.answer_p95 = model.answer_p95;
  }
  return out;
}

/// The places of providers in a report, which leaves out those that did not
/// answer in time.
std::optional<std::size_t> place_of(
    const std::vector<alert_facts::provider>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &alert_facts::provider::name);
  if (found == all.end())
    return std::nullopt;
  return static_cast<std::size_t>(found - all.begin());
}

/// Nothing is said of a route of which not all is known.
void add_route(const domain::catalog& c, const std::string& name,
               alert_facts& to) {
  alert_facts::route out{name, {}};
  for (const auto index : domain::everything_behind(c, name)) {
    const auto& model = c.deployments[index];
    const auto place = place_of(to.providers, c.providers[model.provider]);
    if (!place)
      return;
    out.candidates.push_back({*place, model.name});
  }
  to.routes.push_back(std::move(out));
}

alert_facts::sink sink_of(const std::string& name, const sink_board& board,
                          const storage::outbox& outbox) {
  const auto now = board.state(name);
  const auto counts = outbox.counts(name);
  return {name, counts.waiting, counts.oldest, now.disabled, now.problem};
}

} // namespace

alert_facts facts_of(const observations& seen, const alert_watch_config& config,
                     domain::time_point steady, wall_time wall) {
  alert_facts out;
  out.now = wall;
  for (const auto& each : seen.providers)
    out.providers.push_back(provider_of(each, {steady, wall}));
  for (const auto& [name, route] : config.catalog->routes)
    add_route(*config.catalog, name, out);
  out.objective = seen.availability.objective;
  out.availability = seen.availability.windows;
  if (seen.budgets)
    out.budgets = *seen.budgets;
  if (seen.ledger.failing)
    out.ledger_problem = seen.ledger.problem.empty() ? "the journal has no room"
                                                     : seen.ledger.problem;
  out.ledger_refuses = config.ledger_refuses;
  out.keys_problem = config.keys->problem();
  out.refused_keys = config.refusals->last_minute(steady);
  for (const auto& name : config.sinks)
    out.sinks.push_back(sink_of(name, *config.board, *config.outbox));
  out.crashed = config.outbox->crashed();
  return out;
}

} // namespace bellwether::actors
