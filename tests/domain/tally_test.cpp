#include "domain/tally.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace bellwether::domain;
using namespace std::chrono_literals;

finished_call call_of(std::string model, int status) {
  finished_call out;
  out.model = std::move(model);
  out.status = status;
  out.latency = 100ms;
  return out;
}

} // namespace

TEST_CASE("a histogram counts a value at its bound as within it",
          "[domain][tally]") {
  histogram h{{1, 2}};
  h.add(1);
  h.add(1.5);
  h.add(7);
  CHECK(h.up_to(0) == 1);
  CHECK(h.up_to(1) == 2);
  CHECK(h.count() == 3);
  CHECK(h.sum() == Approx(9.5));
}

TEST_CASE("a tally keeps models and statuses apart", "[domain][tally]") {
  tally all;
  all.add(call_of("a", 200));
  all.add(call_of("a", 200));
  all.add(call_of("a", 503));
  all.add(call_of("b", 200));
  CHECK(all.models.at("a").requests.at(200) == 2);
  CHECK(all.models.at("a").requests.at(503) == 1);
  CHECK(all.models.at("a").total_requests() == 3);
  CHECK(all.models.at("b").total_requests() == 1);
}

TEST_CASE("only streams have a first token", "[domain][tally]") {
  tally all;
  auto stream = call_of("a", 200);
  stream.first_token = 50ms;
  all.add(stream);
  all.add(call_of("a", 200));
  const auto& a = all.models.at("a");
  CHECK(a.first_token_seconds.count() == 1);
  CHECK(a.first_token_seconds.sum() == Approx(0.05));
}

TEST_CASE("a call that found no model counts as unknown", "[domain][tally]") {
  tally all;
  all.add(call_of("", 404));
  CHECK(all.models.at("unknown").requests.at(404) == 1);
}

TEST_CASE("costs add up to the nano-dollar", "[domain][tally]") {
  tally all;
  auto call = call_of("a", 200);
  call.cost = money::nanos(333'333'333);
  call.used = {.prompt = 10, .completion = 5};
  for (int i = 0; i < 3; ++i)
    all.add(call);
  const auto& a = all.models.at("a");
  CHECK(a.cost == money::nanos(999'999'999));
  CHECK(a.cost_dollars.count() == 3);
  CHECK(a.tokens.total() == 45);
  CHECK(a.estimated == 0);
}

TEST_CASE("a call without a price costs nothing but has its tokens counted",
          "[domain][tally]") {
  tally all;
  auto call = call_of("a", 200);
  call.used = {.prompt = 10, .completion = 5};
  call.cost_estimated = true;
  all.add(call);
  const auto& a = all.models.at("a");
  CHECK(a.cost == money{});
  CHECK(a.cost_dollars.count() == 0);
  CHECK(a.tokens.prompt == 10);
  CHECK(a.estimated == 1);
}

TEST_CASE("a tally counts hedged calls and what losers cost",
          "[domain][tally]") {
  tally all;
  all.add(call_of("a", 200));
  auto call = call_of("a", 200);
  call.hedged = true;
  call.cost = money::nanos(100);
  call.extra = money::nanos(30);
  all.add(call);
  call.cost = std::nullopt;
  call.extra = money::nanos(12);
  all.add(call);
  CHECK(all.hedged == 2);
  CHECK(all.extra == money::nanos(42));
  CHECK(all.models.at("a").cost == money::nanos(100));
}

TEST_CASE("what an attempt cost beside the answer counts without hedging",
          "[domain][tally]") {
  tally all;
  auto call = call_of("a", 503);
  call.extra = money::nanos(5);
  all.add(call);
  CHECK(all.hedged == 0);
  CHECK(all.extra == money::nanos(5));
}

TEST_CASE("probes are a line of their own, by provider", "[domain][tally]") {
  tally all;
  all.add({.provider = 1, .succeeded = true, .cost = std::nullopt, .used = {}});
  all.add({.provider = 1,
           .succeeded = true,
           .cost = money::nanos(7),
           .used = {.prompt = 3, .completion = 1}});
  all.add({.provider = 1,
           .succeeded = false,
           .cost = money::nanos(2),
           .used = {.prompt = 3}});
  all.add({.provider = 0, .succeeded = false, .cost = {}, .used = {}});
  REQUIRE(all.probes.size() == 2);
  CHECK(all.probes.at(1).succeeded == 2);
  CHECK(all.probes.at(1).failed == 1);
  CHECK(all.probes.at(1).cost == money::nanos(9));
  CHECK(all.probes.at(1).tokens.prompt == 6);
  CHECK(all.probes.at(1).tokens.completion == 1);
  CHECK(all.probes.at(0).succeeded == 0);
  CHECK(all.probes.at(0).failed == 1);
  CHECK(all.models.empty());
  CHECK(all.hedged == 0);
  CHECK(all.extra == money{});
}
