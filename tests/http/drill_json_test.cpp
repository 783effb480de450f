#include "http/control/drill_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bellwether::http {

using namespace std::chrono_literals;
using nlohmann::json;

namespace {

const std::vector<std::string> providers{"openai", "anthropic"};

domain::drill_order order(const json& body) {
  const auto parsed = parse_drill_order(body.dump(), providers);
  REQUIRE(std::holds_alternative<domain::drill_order>(parsed));
  return std::get<domain::drill_order>(parsed);
}

control_error refusal(const std::string& body) {
  const auto parsed = parse_drill_order(body, providers);
  REQUIRE(std::holds_alternative<control_error>(parsed));
  return std::get<control_error>(parsed);
}

json with(const char* field, const json& value) {
  json out{{"provider", "anthropic"}, {"fault", "hang"}};
  out[field] = value;
  return out;
}

} // namespace

TEST_CASE("an order needs a provider and a fault", "[http][drill]") {
  const auto got = order({{"provider", "anthropic"}, {"fault", "hang"}});
  CHECK(got.provider == 1);
  CHECK(got.fault == domain::drill_fault::hang);
  CHECK(got.share == 1.0);
  CHECK(got.length == 60s);
  CHECK(got.delay == 2s);
  CHECK(refusal(R"({"fault": "hang"})").param == "provider");
  CHECK(refusal(R"({"provider": "openai"})").param == "fault");
}

TEST_CASE("an order may say share, length and delay", "[http][drill]") {
  const auto got = order({{"provider", "openai"},
                          {"fault", "slow"},
                          {"share_percent", 12.5},
                          {"for_seconds", 1.5},
                          {"delay_ms", 250}});
  CHECK(got.share == 0.125);
  CHECK(got.length == 1500ms);
  CHECK(got.delay == 250ms);
}

TEST_CASE("every fault has its name", "[http][drill]") {
  const auto* name =
      GENERATE("refuse", "hang", "slow", "500", "429", "cut", "garbage");
  CHECK(to_string(order(with("fault", name)).fault) == name);
  CHECK(order(with("fault", 500)).fault == domain::drill_fault::server_error);
}

TEST_CASE("a wrong field is named with what is allowed", "[http][drill]") {
  const auto [field, value, allowed] =
      GENERATE(table<std::string, json, std::string>(
          {{"provider", "opnai", "openai, anthropic"},
           {"provider", nullptr, "openai, anthropic"},
           {"fault", "explode", "refuse, hang, slow, 500, 429, cut, garbage"},
           {"fault", 503, "refuse"},
           {"share_percent", 0, "from 0.01 to 100"},
           {"share_percent", 100.5, "from 0.01 to 100"},
           {"share_percent", "100", "from 0.01 to 100"},
           {"for_seconds", 0.5, "from 1 to 3600"},
           {"for_seconds", 3601, "from 1 to 3600"},
           {"delay_ms", 0, "from 1 to 600000"},
           {"delay_ms", -1, "from 1 to 600000"},
           {"sher_percent", 5, "share_percent"},
           {"zzz", 5, "for_seconds"}}));
  CAPTURE(field, value);
  const auto got = refusal(with(field.c_str(), value).dump());
  CHECK(got.status == 400);
  CHECK(got.param == field);
  CHECK_THAT(got.message, Catch::Contains(allowed));
}

TEST_CASE("an order is a JSON object", "[http][drill]") {
  const auto* body = GENERATE("[]", "{", "null", "\"x\"");
  CAPTURE(body);
  CHECK(refusal(body).code == "invalid_json");
}

TEST_CASE("no drill is null", "[http][drill]") {
  CHECK(json::parse(drill_json(std::nullopt, providers)) == nullptr);
}

TEST_CASE("a drill's report tells what is known", "[http][drill]") {
  domain::drill_report report;
  report.order = {.provider = 1,
                  .fault = domain::drill_fault::slow,
                  .share = 0.25,
                  .length = 30s,
                  .delay = 750ms};
  report.elapsed = 12'500ms;
  report.requests = 100;
  report.hit = 20;
  report.rerouted = 20;
  report.delay_hit = {20, 1500us, 2ms, 3ms};
  report.spent = domain::money::usd(0.5);
  auto told = json::parse(drill_json(report, providers));
  CHECK(told["provider"] == "anthropic");
  CHECK(told["fault"] == "slow");
  CHECK(told["share_percent"] == 25.0);
  CHECK(told["for_seconds"] == 30.0);
  CHECK(told["delay_ms"] == 750);
  CHECK(told["state"] == "running");
  CHECK(told["elapsed_seconds"] == 12.5);
  CHECK(told["added_latency_ms"]["hit"]
        == json{{"count", 20}, {"p50", 1.5}, {"p95", 2.0}, {"p99", 3.0}});
  CHECK(told["added_latency_ms"]["others"]["p50"] == nullptr);
  CHECK(told["time_to_detect_ms"] == nullptr);
  CHECK(told["spent_usd"] == 0.5);

  report.time_to_detect = 400ms;
  report.order.fault = domain::drill_fault::cut;
  told = json::parse(drill_json(report, providers));
  CHECK(told["time_to_detect_ms"] == 400);
  CHECK(told["delay_ms"] == nullptr);
}

} // namespace bellwether::http
