#include "actors/supervisor.hpp"

#include "actors/support.hpp"
#include "actors/till_stage.hpp"

#include <caf/actor_cast.hpp>
#include <catch2/catch.hpp>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::failure_class;
using domain::health_state;

/// A supervisor of the providers one and two.
class supervisor_stage : public actor_stage {
public:
  supervisor_stage() {
    const auto catalog = catalog_of({"one", "two"});
    supervisor_config with;
    with.router = {catalog, {}, 1.0, 1};
    for (std::size_t i = 0; i < 2; ++i)
      with.providers.push_back(provider_of(catalog, i, 5));
    with.objective = {catalog, 0.999, {}, std::make_shared<drill_board>()};
    const auto journal =
        std::make_shared<storage::journal>(storage::journal_limits{});
    with.cost.catalog = catalog;
    with.cost.till = till_with({});
    with.cost.ledger = std::make_shared<storage::ledger_writer>(journal);
    with.cost.wall_now = [] {
      return domain::wall_time{};
    };
    with.where = where_;
    with.events = std::make_shared<event_log>();
    supervisor_ = system().spawn(supervisor, with);
    run();
  }
  ~supervisor_stage() { end(supervisor_); }
  supervisor_stage(const supervisor_stage&) = delete;
  supervisor_stage& operator=(const supervisor_stage&) = delete;

  inbox ask() {
    inbox answers;
    const auto c = call_of("all", now() + 60s);
    caf::anon_send(where_->router(), dispatch_call{{c, answers.sink()}});
    run();
    return answers;
  }

  std::vector<provider_report> reports() {
    return actor_stage::ask<std::vector<provider_report>>(supervisor_,
                                                          report_request{});
  }

  const supervisor_state& state() const {
    auto* actor = caf::actor_cast<caf::abstract_actor*>(supervisor_);
    using kind = caf::stateful_actor<supervisor_state, supervisor_actor::base>;
    return dynamic_cast<kind&>(*actor).state;
  }

  /// Ends an actor as a fault in it would.
  template <class Actor>
  void kill(const Actor& actor) {
    caf::anon_send_exit(actor, caf::exit_reason::kill);
    run();
  }

  const directory& where() const { return *where_; }

private:
  std::shared_ptr<directory> where_ = std::make_shared<directory>();
  supervisor_actor supervisor_;
};

} // namespace

TEST_CASE("the supervisor starts every provider and reports them in order",
          "[actors][supervisor]") {
  supervisor_stage at;
  const auto all = at.reports();
  REQUIRE(all.size() == 2);
  CHECK(all[0].provider.name == "one");
  CHECK(all[1].provider.name == "two");
  CHECK(all[0].provider.state == health_state::closed);
  CHECK(all[0].max_concurrent == 5);
}

TEST_CASE("a provider that dies is started again and knows who is held out",
          "[actors][supervisor]") {
  supervisor_stage at;
  auto before = at.ask().take<attempt>();
  fail(before, failure_of(failure_class::bad_credentials));
  at.run();
  at.kill(at.state().providers[0]);
  const auto all = at.reports();
  REQUIRE(all.size() == 2);
  CHECK(all[0].provider.name == "one");
  CHECK(all[0].provider.state == health_state::misconfigured);
  CHECK(all[0].attempts == 1);
  CHECK(at.ask().take<attempt>().deployment == 1);
}

TEST_CASE("the slots that a dead provider had given are free again",
          "[actors][supervisor]") {
  supervisor_stage at;
  auto before = at.ask().take<attempt>();
  REQUIRE(at.reports()[0].in_flight == 1);
  at.kill(at.state().providers[0]);
  CHECK(at.reports()[0].in_flight == 0);
  fail(before, failure_of(failure_class::server_error));
  at.run();
  CHECK(at.reports()[0].in_flight == 0);
  CHECK(at.reports()[0].provider.consecutive_failures == 0);
}

TEST_CASE("a router that dies is started again and found in the directory",
          "[actors][supervisor]") {
  supervisor_stage at;
  const auto before = at.where().router();
  at.kill(before);
  CHECK(at.where().router() != before);
  CHECK(at.ask().take<attempt>().deployment == 0);
}

TEST_CASE("a call that was under way when the router died is answered",
          "[actors][supervisor]") {
  supervisor_stage at;
  inbox answers;
  const auto c = call_of("all", at.now() + 60s);
  const auto router = at.where().router();
  caf::anon_send_exit(router, caf::exit_reason::kill);
  caf::anon_send(router, dispatch_call{{c, answers.sink()}});
  at.run();
  answers.take<unanswered>();
}

TEST_CASE("what calls cost outlives the actor that counts it",
          "[actors][supervisor]") {
  supervisor_stage at;
  domain::finished_call call;
  call.model = "one";
  caf::anon_send(at.where().cost(), call);
  at.run();
  at.kill(at.where().cost());
  caf::anon_send(at.where().cost(), call);
  const auto sum =
      at.actor_stage::ask<tally_snapshot>(at.where().cost(), tally_request{});
  CHECK(sum->models.at("one").total_requests() == 2);
}

} // namespace bellwether::actors::test
