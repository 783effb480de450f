// What a provider's actor knows from before a restart.
#include "actors/provider_stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

using namespace std::chrono_literals;
using domain::health_state;

namespace {

/// What a provider that was held out for an hour leaves to its successor.
storage::provider_memory held_out(health_state state) {
  storage::provider_memory out;
  out.health.state = state;
  out.health.held_until = domain::time_point::clock::now() + 1h;
  out.health.cause = "timed_out: as the test wants it";
  return out;
}

} // namespace

TEST_CASE("a successor of the process knows who was held out",
          "[actors][provider]") {
  provider_stage at{5, [](provider_config& c) {
                      c.memory = held_out(health_state::open);
                    }};
  CHECK(at.report().provider.state == health_state::open);
  at.ask().take<domain::give_up>();
}

TEST_CASE("a restart is a reason to try again what was misconfigured",
          "[actors][provider]") {
  provider_stage at{5, [](provider_config& c) {
                      c.memory = held_out(health_state::misconfigured);
                    }};
  CHECK(at.report().provider.state == health_state::half_open);
  auto probe = at.ask().take<attempt>();
  succeed(probe);
  at.run();
  CHECK(at.report().provider.state == health_state::closed);
}

} // namespace bellwether::actors::test
