#include "http/control/availability_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bellwether::http {

using nlohmann::json;

namespace {

actors::availability_snapshot snapshot() {
  actors::availability_snapshot out;
  out.objective = 0.999;
  out.budget_left = 0.8;
  out.windows.resize(2);
  out.windows[0].window = "5m";
  out.windows[0].counts.providers.resize(2);
  auto& hour = out.windows[1];
  hour.window = "1h";
  hour.counts.callers = {.good = 9'998, .bad = 2};
  hour.counts.saved = 23;
  hour.counts.providers = {{.good = 75, .bad = 25}, {}};
  hour.burn_rate = 0.2;
  return out;
}

json told() {
  return json::parse(availability_json(snapshot(), {"a", "b"}));
}

} // namespace

TEST_CASE("the objective and its budget are told in percent",
          "[http][availability]") {
  CHECK(told()["objective_percent"] == 99.9);
  CHECK(told()["budget_left_percent"] == 80.0);
}

TEST_CASE("a window tells what callers saw and what was saved",
          "[http][availability]") {
  const auto hour = told()["windows"][1];
  CHECK(hour["window"] == "1h");
  CHECK(hour["availability_percent"] == 99.98);
  CHECK(hour["requests"] == 10'000);
  CHECK(hour["failed"] == 2);
  CHECK(hour["burn_rate"] == 0.2);
  CHECK(hour["saved_requests"] == 23);
}

TEST_CASE("a window tells how it was with each provider alone",
          "[http][availability]") {
  const auto alone = told()["windows"][1]["providers"];
  CHECK(alone["a"]
        == json{
            {"availability_percent", 75.0}, {"answered", 75}, {"failed", 25}});
  CHECK(alone["b"]["availability_percent"] == nullptr);
}

TEST_CASE("a window without calls knows nothing", "[http][availability]") {
  const auto quiet = told()["windows"][0];
  CHECK(quiet["availability_percent"] == nullptr);
  CHECK(quiet["burn_rate"] == nullptr);
  CHECK(quiet["requests"] == 0);
}

} // namespace bellwether::http
