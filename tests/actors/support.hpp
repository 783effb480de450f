#pragma once

#include "actors/interfaces.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bellwether::actors::test {

/// CAF with messages that are delivered, and time that passes, when the test
/// says so.
class actor_stage {
public:
  actor_stage();

  caf::actor_system& system() { return system_; }
  domain::time_point now() { return coordinator_.clock().now(); }

  /// Delivers messages until none is left.
  void run();

  /// Lets time pass, then runs.
  void advance(std::chrono::milliseconds by);

  /// Ends an actor that the test started.
  template <class Actor>
  void end(const Actor& actor) {
    caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
    run();
  }

private:
  struct config : caf::actor_system_config {
    config();
  };

  config config_;
  caf::actor_system system_{config_};
  caf::scheduler::test_coordinator& coordinator_;
};

/// What a session was told. Keeps the first directive, as sessions do.
class inbox {
public:
  /// A sink that answers here. Each is for one question.
  std::shared_ptr<directive_sink> sink();

  bool empty() const { return !kept_->has_value(); }

  /// Takes the directive; fails the test if it is another.
  template <class Kind>
  Kind take() {
    auto kind = std::get<Kind>(std::move(kept_->value()));
    kept_->reset();
    return kind;
  }

private:
  std::shared_ptr<std::optional<directive>> kept_ =
      std::make_shared<std::optional<directive>>();
};

/// Providers `names`, and one deployment named after each of them.
std::shared_ptr<const domain::catalog> catalog_of(
    const std::vector<std::string>& names);

/// A call of `route`, without progress yet.
std::shared_ptr<call> call_of(const std::string& route,
                              domain::time_point deadline);

domain::failure failure_of(domain::failure_class what);

} // namespace bellwether::actors::test
