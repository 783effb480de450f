#pragma once

#include "actors/provider.hpp"
#include "actors/router.hpp"
#include "actors/support.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace bellwether::actors::test {

/// One provider behind a router that knows no other.
class provider_stage : public actor_stage {
public:
  explicit provider_stage(
      std::size_t most, const std::function<void(provider_config&)>& change =
                            [](provider_config&) {}) {
    router_ = system().spawn(router,
                             router_config{catalog_, {.max_wait = {}}, 1.0, 1});
    auto with = provider_of(catalog_, 0, most);
    change(with);
    provider_ = system().spawn(
        provider, std::make_shared<provider_book>(std::move(with), now()),
        where_, events_);
    where_->enter(router_);
    caf::anon_send(router_, provider_started{0, provider_});
    run();
  }
  ~provider_stage() {
    end(provider_);
    end(router_);
  }
  provider_stage(const provider_stage&) = delete;
  provider_stage& operator=(const provider_stage&) = delete;

  /// Asks for the provider as a session does, and waits for the answer.
  inbox ask(std::chrono::milliseconds deadline = std::chrono::minutes{1}) {
    inbox answers;
    caf::anon_send(router_, dispatch_call{{call_of("all", now() + deadline),
                                           answers.sink()}});
    run();
    return answers;
  }

  /// An attempt that fails.
  void fail_once(domain::failure_class what) {
    auto got = ask().take<attempt>();
    fail(got, failure_of(what));
    run();
  }

  provider_report report() {
    return actor_stage::ask<provider_report>(provider_, report_request{});
  }

  const provider_actor& subject() const { return provider_; }
  directory& where() { return *where_; }
  const event_log& events() const { return *events_; }

private:
  std::shared_ptr<const domain::catalog> catalog_ = catalog_of({"one"});
  std::shared_ptr<directory> where_ = std::make_shared<directory>();
  std::shared_ptr<event_log> events_ = std::make_shared<event_log>();
  router_actor router_;
  provider_actor provider_;
};

} // namespace bellwether::actors::test
