#include "actors/alert_watch.hpp"

#include "actors/support.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::health_state;
using domain::wall_time;

constexpr wall_time noon{
    std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};
constexpr domain::time_point now{5h};

/// What the watch knows beside what the others say.
struct watch_stage {
  watch_stage() {
    config.catalog = catalog_of({"one", "two"});
    config.outbox = std::make_shared<storage::outbox>("", noon);
    config.board = board;
    config.keys = keys;
    config.refusals = refusals;
    config.sinks = {"ops"};
    seen.providers.resize(2);
    seen.providers[0].provider.name = "one";
    seen.providers[1].provider.name = "two";
  }

  domain::alert_facts facts() const {
    return facts_of(seen, config, now, noon);
  }

  std::shared_ptr<sink_board> board = std::make_shared<sink_board>();
  std::shared_ptr<key_board> keys = std::make_shared<key_board>();
  std::shared_ptr<key_refusals> refusals = std::make_shared<key_refusals>();
  alert_watch_config config;
  observations seen;
};

} // namespace

TEST_CASE("times of providers are told by the clock on the wall",
          "[alerts][watch]") {
  watch_stage stage;
  auto& one = stage.seen.providers[0].provider;
  one.state = health_state::open;
  one.since = now - 90s;
  one.held_until = now + 30s;
  one.consecutive_failures = 3;
  one.cause = "refused";
  const auto got = stage.facts().providers.at(0);
  CHECK(got.state == health_state::open);
  CHECK(got.since == noon - 90s);
  CHECK(got.held_until == noon + 30s);
  CHECK(got.failures == 3);
  CHECK(got.cause == "refused");
  CHECK(!stage.facts().providers.at(1).held_until);
}

TEST_CASE("routes know all that they may be brought to", "[alerts][watch]") {
  watch_stage stage;
  auto known = *stage.config.catalog;
  known.routes.clear();
  known.routes["auto"].candidates = {known.deployments[0].name};
  known.routes["auto"].fallbacks = {known.deployments[1].name};
  stage.config.catalog = std::make_shared<const domain::catalog>(known);
  const auto routes = stage.facts().routes;
  REQUIRE(routes.size() == 1);
  CHECK(routes[0].name == "auto");
  CHECK(routes[0].candidates.size() == 2);
  // One that did not report in time: nothing can be said of the route.
  stage.seen.providers.pop_back();
  CHECK(stage.facts().routes.empty());
}

TEST_CASE("a ledger without a word is well, one that fails says why",
          "[alerts][watch]") {
  watch_stage stage;
  CHECK(stage.facts().ledger_problem.empty());
  stage.seen.ledger.failing = true;
  CHECK(!stage.facts().ledger_problem.empty());
  stage.seen.ledger.problem = "the disk is full";
  CHECK(stage.facts().ledger_problem == "the disk is full");
}

TEST_CASE("sinks, keys and refusals are among the facts", "[alerts][watch]") {
  watch_stage stage;
  sink_state gone;
  gone.disabled = noon;
  gone.problem = "it answered 404";
  stage.board->set("ops", gone);
  stage.keys->set_problem("keys.json: is no JSON");
  stage.refusals->count("web", now);
  const auto facts = stage.facts();
  CHECK(facts.sinks.at(0).disabled == noon);
  CHECK(facts.sinks.at(0).problem == "it answered 404");
  CHECK(facts.keys_problem == "keys.json: is no JSON");
  CHECK(facts.refused_keys.at(0).key == "web");
}

} // namespace bellwether::actors::test
