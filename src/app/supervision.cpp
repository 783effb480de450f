#include "app/supervision.hpp"

#include "actors/cost_restore.hpp"
#include "alerts/carrier.hpp"
#include "storage/key_file.hpp"

#include <chrono>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace bellwether::app {

namespace {

actors::provider_config provider_of(const settings::settings& with,
                                    const catalog_ptr& catalog, std::size_t i,
                                    const storage::memory& memory) {
  const auto& from = with.providers[i];
  const auto known = memory.providers.find(from.name);
  actors::provider_config out;
  out.catalog = catalog;
  out.index = i;
  out.health = with.health;
  out.concurrency = from.concurrency;
  out.probe = from.probe;
  out.queue = from.queue;
  out.quota_headroom = from.quota_headroom;
  out.seed = std::random_device{}();
  if (known != memory.providers.end())
    out.memory = known->second;
  return out;
}

domain::wall_time wall_now() {
  return std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::system_clock::now());
}

std::vector<std::string> probe_models(const http::wiring& wiring,
                                      const domain::catalog& catalog) {
  std::vector<std::string> out;
  out.reserve(wiring.providers.size());
  for (const auto& each : wiring.providers)
    out.push_back(each.probe.deployment
                      ? catalog.deployments[*each.probe.deployment].name
                      : "");
  return out;
}

/// The part of the plan that is about money.
void supervise_costs(actors::supervisor_config& out,
                     const settings::settings& with, const catalog_ptr& catalog,
                     const http::wiring& wiring, const folder_ptr& folder,
                     const shared_parts& shared) {
  out.ledger = shared.ledger;
  out.cost.catalog = catalog;
  out.cost.budgets = with.budgets;
  out.cost.probe_models = probe_models(wiring, *catalog);
  out.cost.ledger = shared.ledger->writer();
  out.cost.till = shared.till;
  out.cost.zone = with.zone;
  out.cost.wall_now = wall_now;
  if (folder)
    out.keys = {folder->folder() / storage::key_file_name, shared.keys};
}

/// Between two messages to the sink.
std::chrono::milliseconds pace_of(settings::sink_kind kind) {
  // Slack takes one a second.
  return std::chrono::milliseconds{kind == settings::sink_kind::slack ? 1'000
                                                                      : 0};
}

actors::courier_config courier_of(const settings::alert_sink& sink,
                                  const settings::alert_settings& alerts,
                                  const shared_parts& shared) {
  actors::courier_config out;
  out.carrier = std::make_shared<alerts::carrier>(
      sink, alerts::letterhead{alerts.instance, alerts.dashboard_url});
  out.outbox = shared.outbox;
  out.board = shared.sinks;
  out.wall_now = wall_now;
  out.pace = pace_of(sink.kind);
  out.seed = std::random_device{}();
  return out;
}

/// The part that tells people.
actors::alerting_config alerting(const settings::settings& with,
                                 const catalog_ptr& catalog,
                                 const shared_parts& shared) {
  actors::alerting_config out;
  out.notifier = {{with.alerts, with.zone, shared.outbox, shared.sinks},
                  wall_now};
  auto& watch = out.watch;
  watch.catalog = catalog;
  watch.digest = with.alerts.digest;
  watch.zone = with.zone;
  watch.outbox = shared.outbox;
  watch.board = shared.sinks;
  watch.keys = shared.keys;
  watch.refusals = shared.refusals;
  watch.ledger_refuses = with.ledger.refuse_on_failure;
  watch.wall_now = wall_now;
  for (const auto& sink : with.alerts.sinks) {
    watch.sinks.push_back(sink.name);
    out.couriers.push_back(courier_of(sink, with.alerts, shared));
  }
  return out;
}

} // namespace

shared_parts::shared_parts(const settings::settings& with,
                           const catalog_ptr& catalog, const folder_ptr& folder)
    : keys{open_keys(folder)},
      ledger{open_ledger(with, folder, wall_now())},
      till{actors::restore_till(
          actors::budgets_with(with.budgets, *keys->ring()), with.zone, catalog,
          ledger->store(), wall_now())},
      outbox{open_outbox(folder, wall_now())} {}

actors::supervisor_config supervised(const settings::settings& with,
                                     const catalog_ptr& catalog,
                                     const http::wiring& wiring,
                                     const folder_ptr& folder,
                                     const shared_parts& shared) {
  const auto memory = recall(folder, with);
  actors::supervisor_config out;
  out.where = shared.where;
  out.events = shared.events;
  out.router = {catalog, with.requests.failover, with.requests.retry_share,
                std::random_device{}()};
  for (std::size_t i = 0; i < with.providers.size(); ++i)
    out.providers.push_back(provider_of(with, catalog, i, memory));
  out.objective = {catalog, with.objective, memory.hours, shared.drills};
  if (folder)
    out.keeper = {catalog, folder, memory};
  supervise_costs(out, with, catalog, wiring, folder, shared);
  out.alerting = alerting(with, catalog, shared);
  return out;
}

} // namespace bellwether::app
