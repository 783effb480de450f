#include "daemon.hpp"

#include "actors/supervisor.hpp"
#include "app/found_state.hpp"
#include "app/supervision.hpp"
#include "http/control/control.hpp"
#include "http/gateway/gateway.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/exit_reason.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <chrono>
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
        folder{app::open_folder(settings->state_dir)},
        shared{*settings, catalog, folder},
        wiring{http::make_wiring(*settings)},
        system{config},
        actors{system,
               app::supervised(*settings, catalog, *wiring, folder, shared)},
        gateway{{settings, catalog, wiring, shared.where, actors.supervisor(),
                 shared.drills, shared.keys, shared.till,
                 shared.ledger->writer(), shared.refusals,
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
  app::folder_ptr folder;
  app::shared_parts shared;
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
