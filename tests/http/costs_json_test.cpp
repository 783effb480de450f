#include "http/control/costs_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace {

using namespace bellwether;

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

  const auto json =
      nlohmann::json::parse(http::costs_json(all, "2026-11-01T00:00:00Z"));

  CHECK(json["since"] == "2026-11-01T00:00:00Z");
  CHECK(json["spent_usd"] == 0.75);
  CHECK(json["total_requests"] == 3);
  CHECK(json["costs_by_model"]["b"]["total_cost"] == 0.5);
  CHECK(json["costs_by_model"]["b"]["requests"] == 2);
  CHECK(json["costs_by_model"]["b"]["tokens"] == 14);
}
