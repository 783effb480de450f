#pragma once

#include "actors/cost.hpp"
#include "actors/directory.hpp"
#include "actors/event_log.hpp"
#include "actors/interfaces.hpp"
#include "actors/provider_book.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/scoped_actor.hpp>
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

  /// An actor's answer.
  template <class Answer, class Actor, class Question>
  Answer ask(const Actor& whom, Question question) {
    const caf::scoped_actor self{system()};
    std::optional<Answer> out;
    auto asked = self->request(whom, caf::infinite, std::move(question));
    run();
    asked.receive([&](Answer& got) { out = std::move(got); },
                  [](const caf::error&) {});
    return std::move(out.value());
  }

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

  template <class Kind>
  bool holds() const {
    return !empty() && std::holds_alternative<Kind>(**kept_);
  }

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

/// A provider of that catalog with room for `most` attempts at once, holds of a
/// second, no slow start and no queue.
provider_config provider_of(std::shared_ptr<const domain::catalog> catalog,
                            std::size_t index, std::size_t most);

domain::failure failure_of(domain::failure_class what);

/// Reports an attempt that succeeded, or failed.
void succeed(attempt& at);
void fail(attempt& at, const domain::failure& why);

} // namespace bellwether::actors::test
