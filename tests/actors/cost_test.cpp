#include "actors/cost.hpp"

#include "actors/support.hpp"

#include <caf/scoped_actor.hpp>
#include <catch2/catch.hpp>

namespace bellwether::actors::test {

namespace {

tally_snapshot snapshot(actor_stage& at, const cost_actor& of) {
  const caf::scoped_actor self{at.system()};
  tally_snapshot out;
  auto asked = self->request(of, caf::infinite, tally_request{});
  at.run();
  asked.receive([&](tally_snapshot& got) { out = std::move(got); },
                [](const caf::error&) { FAIL("no snapshot"); });
  return out;
}

} // namespace

TEST_CASE("the cost actor adds up calls, and a snapshot stays as it was",
          "[actors][cost]") {
  actor_stage at;
  const auto subject =
      at.system().spawn(cost, std::make_shared<domain::tally>());
  domain::finished_call call;
  call.model = "one";
  call.status = 200;
  call.cost = domain::money::usd(0.5);
  caf::anon_send(subject, call);
  const auto first = snapshot(at, subject);
  caf::anon_send(subject, call);
  const auto second = snapshot(at, subject);
  CHECK(first->models.at("one").total_requests() == 1);
  CHECK(second->models.at("one").total_requests() == 2);
  CHECK(second->models.at("one").cost.usd() == Approx(1.0));
  at.end(subject);
}

} // namespace bellwether::actors::test
