#include "daemon.hpp"

#include "actors/cost_restore.hpp"
#include "actors/supervisor.hpp"
#include "http/control/control.hpp"
#include "http/gateway/gateway.hpp"
#include "storage/key_file.hpp"
#include "storage/ledger.hpp"
#include "storage/memory.hpp"
#include "storage/state_dir.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/exit_reason.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <spdlog/spdlog.h>

#include <chrono>
#include <exception>
#include <random>
#include <stdexcept>
#include <utility>

namespace bellwether {

namespace {

/// How long a stop waits for requests that are being answered.
constexpr std::chrono::seconds drain_patience{10};

/// Measured on two cores: one scheduler thread with the sharing policy has a
/// fifth of the default's round-trip time and uses no CPU when idle. The byte
/// work is on the I/O threads.
struct actor_config : caf::actor_system_config {
  actor_config() {
    add_message_types<caf::id_block::bellwether>();
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", 1);
  }
};

using catalog_ptr = std::shared_ptr<const domain::catalog>;
using folder_ptr = std::shared_ptr<const storage::state_dir>;

folder_ptr open_folder(const std::string& name) {
  if (name.empty())
    return nullptr;
  return std::make_shared<const storage::state_dir>(name);
}

/// What a predecessor left in the folder. One that cannot be read costs a line
/// in the log, never the start.
storage::memory recall(const folder_ptr& folder,
                       const settings::settings& with) {
  storage::read_result found;
  try {
    if (folder)
      found = storage::read_memory(
          folder->read(actors::memory_file),
          {std::chrono::steady_clock::now(), std::chrono::system_clock::now()},
          with.memory_age);
  } catch (const std::exception& fault) {
    found.problem = fault.what();
  }
  if (!found.problem.empty())
    spdlog::warn("what was known before the restart: {}", found.problem);
  // Counts are kept by the providers' places.
  if (found.what.provider_order != with.catalog.providers)
    found.what.hours.clear();
  found.what.provider_order = with.catalog.providers;
  return std::move(found.what);
}

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

std::shared_ptr<storage::ledger> open_ledger(const settings::settings& with,
                                             const folder_ptr& folder) {
  const auto now = wall_now();
  auto out = std::make_shared<storage::ledger>(
      folder ? folder->folder() : std::filesystem::path{}, with.zone,
      storage::retention{.rows = with.ledger.keep_requests,
                         .hours = with.ledger.keep_hours},
      now);
  spdlog::info("the ledger holds {} attempts", out->status().rows);
  if (out->interrupted() > 0)
    spdlog::warn(
        "{} attempts were interrupted when the daemon died: they are "
        "charged ${:.6f}, what was reserved for them",
        out->interrupted(),
        actors::cost_of_interrupted(out->store(), now).usd());
  return out;
}

/// The callers' keys. Those that cannot be read keep the daemon from starting:
/// it would serve whom it must not.
std::shared_ptr<actors::key_board> open_keys(const folder_ptr& folder) {
  using ring_ptr = std::shared_ptr<const actors::key_ring>;
  auto out = std::make_shared<actors::key_board>();
  if (!folder)
    return out;
  auto read = actors::read_key_ring(folder->folder() / storage::key_file_name);
  if (auto* why = std::get_if<std::string>(&read))
    throw std::runtime_error{*why};
  out->publish(std::get<ring_ptr>(std::move(read)));
  return out;
}

/// What all parts of the daemon share.
struct shared_parts {
  shared_parts(const settings::settings& with, const catalog_ptr& catalog,
               const folder_ptr& folder)
      : keys{open_keys(folder)},
        ledger{open_ledger(with, folder)},
        till{actors::restore_till(
            actors::budgets_with(with.budgets, *keys->ring()), with.zone,
            catalog, ledger->store(), wall_now())} {}

  std::shared_ptr<actors::directory> where =
      std::make_shared<actors::directory>();
  std::shared_ptr<actors::event_log> events =
      std::make_shared<actors::event_log>();
  std::shared_ptr<actors::drill_board> drills =
      std::make_shared<actors::drill_board>();
  std::shared_ptr<actors::key_board> keys;
  std::shared_ptr<storage::ledger> ledger;
  std::shared_ptr<actors::till> till;
};

std::vector<std::string> probe_models(const http::wiring& wiring,
                                      const domain::catalog& catalog) {
  std::vector<std::string> out;
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
  out.cost.wall_now = wall_now;
  if (folder)
    out.keys = {folder->folder() / storage::key_file_name, shared.keys};
}

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
  return out;
}

/// Returns when the supervisor has started everything, which is when it first
/// answers.
void wait_for(const actors::supervisor_actor& supervisor) {
  constexpr std::chrono::seconds patience{10};
  caf::scoped_actor self{supervisor->home_system()};
  self->request(supervisor, patience, actors::report_request{})
      .receive([](const std::vector<actors::provider_report>&) {},
               [](const caf::error&) {
                 throw std::runtime_error{"the actors did not start"};
               });
}

/// The supervisor, and with it all actors, until the end of its owner: an actor
/// system that is destroyed waits for those that still live.
class running_actors {
public:
  running_actors(caf::actor_system& in, actors::supervisor_config config)
      : supervisor_{in.spawn(actors::supervisor, std::move(config))} {
    wait_for(supervisor_);
  }
  running_actors(const running_actors&) = delete;
  running_actors& operator=(const running_actors&) = delete;
  ~running_actors() {
    caf::anon_send_exit(supervisor_, caf::exit_reason::user_shutdown);
  }

  const actors::supervisor_actor& supervisor() const { return supervisor_; }

private:
  actors::supervisor_actor supervisor_;
};

} // namespace

struct daemon::parts {
  explicit parts(settings::settings from)
      : settings{std::make_shared<const settings::settings>(std::move(from))},
        catalog{std::shared_ptr<const domain::catalog>{settings,
                                                       &settings->catalog}},
        folder{open_folder(settings->state_dir)},
        shared{*settings, catalog, folder},
        wiring{http::make_wiring(*settings)},
        system{config},
        actors{system, supervised(*settings, catalog, *wiring, folder, shared)},
        gateway{{settings, catalog, wiring, shared.where, actors.supervisor(),
                 shared.drills, shared.keys, shared.till,
                 shared.ledger->writer(),
                 std::chrono::system_clock::to_time_t(
                     std::chrono::system_clock::now())}},
        control{{settings->control, actors.supervisor(), shared.where,
                 shared.events, catalog, settings->admin, settings->zone}} {
    gateway.start();
    shared.where->enter(gateway.prober());
  }

  ~parts() {
    shared.where->enter(std::shared_ptr<bellwether::actors::prober>{});
    shared.events->close();
    gateway.stop(drain_patience);
  }

  std::shared_ptr<const settings::settings> settings;
  std::shared_ptr<const domain::catalog> catalog;
  folder_ptr folder;
  shared_parts shared;
  std::shared_ptr<const http::wiring> wiring;
  actor_config config;
  caf::actor_system system;
  running_actors actors;
  http::gateway gateway;
  http::control control;
};

daemon::daemon(settings::settings with)
    : parts_{std::make_unique<parts>(std::move(with))} {}

daemon::~daemon() = default;

std::uint16_t daemon::listen_port() const {
  return parts_->gateway.port();
}

std::uint16_t daemon::control_port() const {
  return parts_->control.port();
}

} // namespace bellwether
