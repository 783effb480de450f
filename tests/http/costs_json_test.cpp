#include "http/control/costs_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace {

using namespace bellwether;

nlohmann::json costs(const domain::tally& all,
                     const std::vector<std::string>& providers = {}) {
  return nlohmann::json::parse(
      http::costs_json(all, providers, "2026-11-01T00:00:00Z"));
}

} // namespace

TEST_CASE("the costs are told by model and in sum", "[http][costs]") {
  domain::tally all;
  domain::finished_call call;
  call.model = "a";
  call.status = 200;
  call.cost = domain::money::usd(0.25);
  call.used = {.prompt = 3, .completion = 4};
  all.add(call);
  call.model = "b";
  all.add(call);
  all.add(call);

  const auto json = costs(all);

  CHECK(json["since"] == "2026-11-01T00:00:00Z");
  CHECK(json["spent_usd"] == 0.75);
  CHECK(json["total_requests"] == 3);
  CHECK(json["costs_by_model"]["b"]["total_cost"] == 0.5);
  CHECK(json["costs_by_model"]["b"]["requests"] == 2);
  CHECK(json["costs_by_model"]["b"]["tokens"] == 14);
}

TEST_CASE("what probes cost stands by itself", "[http][costs]") {
  domain::tally all;
  all.probes[1] = {
      1, 1, domain::money::usd(0.5), {.prompt = 8, .completion = 1}};
  all.probes[2].cost = domain::money::usd(1);

  const auto json = costs(all, {"a", "b", "c"});

  CHECK(json["spent_usd"] == 0.0);
  CHECK(json["probe_usd"] == 1.5);
  CHECK(
      json["probes"]["b"]
      == nlohmann::json{
          {"succeeded", 1}, {"failed", 1}, {"total_cost", 0.5}, {"tokens", 9}});
  CHECK(json["probes"]["a"]["succeeded"] == 0);
  CHECK(json["probes"].size() == 3);
}

TEST_CASE("the costs tell what second candidates added", "[http][costs]") {
  domain::tally all;
  all.hedged = 3;
  all.extra = domain::money::usd(0.25);
  CHECK(costs(all)["hedging"]
        == nlohmann::json{{"hedged_requests", 3}, {"extra_usd", 0.25}});
}
