// Calls that wait for a slot.
#include "actors/provider_stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::actors::test {

namespace {

using namespace std::chrono_literals;
using domain::failure_class;

/// A provider with one slot and room for two to wait.
struct narrow : provider_stage {
  narrow()
      : provider_stage{1, [](provider_config& c) {
                         c.queue = 2;
                       }} {}
};

} // namespace

TEST_CASE("a call that has nowhere else to go waits for a slot",
          "[actors][queue]") {
  narrow at;
  auto first = at.ask().take<attempt>();
  auto second = at.ask();
  CHECK(second.empty());
  CHECK(at.report().queued == 1);
  succeed(first);
  at.run();
  CHECK(second.take<attempt>().deployment == 0);
  at.run();
  CHECK(at.report().queued == 0);
  CHECK(at.report().in_flight == 0);
}

TEST_CASE("those that wait are served in their order", "[actors][queue]") {
  narrow at;
  auto running = at.ask().take<attempt>();
  auto second = at.ask();
  auto third = at.ask();
  succeed(running);
  at.run();
  CHECK(third.empty());
  auto served = second.take<attempt>();
  succeed(served);
  at.run();
  third.take<attempt>();
}

TEST_CASE("a queue that is full refuses", "[actors][queue]") {
  narrow at;
  const auto running = at.ask().take<attempt>();
  const auto second = at.ask();
  const auto third = at.ask();
  at.ask().take<domain::give_up>();
  CHECK(at.report().queued == 2);
  CHECK(at.report().shed == 1);
}

TEST_CASE("who would come too late is passed over", "[actors][queue]") {
  narrow at;
  auto running = at.ask().take<attempt>();
  auto hasty = at.ask(500ms);
  auto patient = at.ask(60s);
  at.advance(600ms);
  succeed(running);
  at.run();
  patient.take<attempt>();
  // Its own session has given it up at its deadline.
  hasty.take<unanswered>();
}

TEST_CASE("a slot for a caller that left goes to the next", "[actors][queue]") {
  narrow at;
  auto running = at.ask().take<attempt>();
  auto gone = at.ask();
  auto waiting = at.ask();
  succeed(running);
  at.run();
  // Dropping what it was given is what a session does that has nobody to
  // answer.
  { const auto dropped = gone.take<attempt>(); }
  at.run();
  waiting.take<attempt>();
}

TEST_CASE("those that wait are told when the provider is held out",
          "[actors][queue]") {
  narrow at;
  auto running = at.ask().take<attempt>();
  auto waiting = at.ask();
  fail(running, failure_of(failure_class::bad_credentials));
  at.run();
  waiting.take<domain::give_up>();
}

} // namespace bellwether::actors::test
