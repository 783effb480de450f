#include "cli/status_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>
#include <string>

namespace bellwether::cli {

using nlohmann::json;

namespace {

json health_of(const std::string& name) {
  return {{"name", name},        {"state", "closed"},     {"healthy", true},
          {"hold_seconds", 0.0}, {"hold_until", nullptr}, {"reason", nullptr},
          {"error_rate", 0.0}};
}

json model(const std::string& name) {
  auto out = health_of(name);
  out["first_token_ms"] = {{"p50", nullptr}, {"p95", nullptr}};
  return out;
}

json provider(const std::string& name) {
  auto out = health_of(name);
  out.update({{"in_flight", 3},
              {"limit", 1024},
              {"attempts", 1'234'567},
              {"failures", 12},
              {"last_check", "2026-11-22T11:59:57Z"},
              {"models", json::array({model("m")})}});
  return out;
}

json health(const json& providers = json::array({provider("openai")})) {
  return {{"timestamp", "2026-11-22T12:00:00Z"},
          {"overall_health", "1/1 models healthy"},
          {"providers", providers},
          {"availability",
           {{"objective_percent", 99.9},
            {"budget_left_percent", 81.2},
            {"availability_percent", 99.98},
            {"requests", 12'345},
            {"saved_requests", 23}}}};
}

json down(const std::string& state, const std::string& reason) {
  auto out = provider("openai");
  out["state"] = state;
  out["healthy"] = false;
  out["reason"] = reason;
  out["error_rate"] = 0.4567;
  return out;
}

} // namespace

TEST_CASE("status shows each provider's state, slots and speed",
          "[cli][status]") {
  auto fast = provider("openai");
  fast["models"].push_back(model("n"));
  fast["models"][0]["first_token_ms"]["p95"] = 120.4;
  fast["models"][1]["first_token_ms"]["p95"] = 350.2;
  fast["error_rate"] = 0.0123;
  const auto text = status_text(health(json::array({fast})));
  CHECK_THAT(text, Catch::Contains("FIRST p95") && Catch::Contains("350 ms")
                       && Catch::Contains("1.2 %") && Catch::Contains("1,024")
                       && Catch::Contains("3 s ago"));
}

TEST_CASE("status tells how the objective stands", "[cli][status]") {
  CHECK_THAT(status_text(health()),
             Catch::Contains("99.98 % of 12,345 requests answered in 30 days "
                             "(objective 99.9 %, 81 % of the error budget "
                             "left); 23 saved by rerouting\n"));
  auto spent = health();
  spent["availability"]["budget_left_percent"] = -12.0;
  spent["availability"]["saved_requests"] = 0;
  CHECK_THAT(status_text(spent),
             Catch::Contains("the error budget is overspent)\n"));
  auto almost = health();
  almost["availability"]["availability_percent"] = 99.99999;
  CHECK_THAT(status_text(almost), Catch::Contains("99.999 % of"));
  auto quiet = health();
  quiet["availability"]["availability_percent"] = nullptr;
  CHECK_THAT(status_text(quiet),
             Catch::Contains("no requests in 30 days (objective 99.9 %)"));
  auto unknown = health();
  unknown["availability"] = nullptr;
  CHECK_THAT(status_text(unknown), Catch::EndsWith("1/1 models healthy\n"));
}

TEST_CASE("status says of each state what it means", "[cli][status]") {
  const auto [state, words] = GENERATE(table<std::string, std::string>(
      {{"open",
        "openai is down and left alone until 2026-11-22T12:00:12Z: "
        "three times the time was up\n"},
       {"half_open", "openai is to prove itself"},
       {"rate_limited", "openai limits its rate; calls go elsewhere until"},
       {"misconfigured", "openai needs you"}}));
  auto held = down(state, "three times the time was up");
  held["hold_until"] = "2026-11-22T12:00:12Z";
  held["hold_seconds"] = 12.3;
  CHECK_THAT(status_text(health(json::array({held}))), Catch::Contains(words));
}

TEST_CASE("status names a model that is out although its provider is well",
          "[cli][status]") {
  auto one = provider("openai");
  one["models"][0]["state"] = "rate_limited";
  one["models"][0]["healthy"] = false;
  one["models"][0]["reason"] = "429";
  const auto text = status_text(health(json::array({one})));
  CHECK_THAT(text, Catch::Contains("\n  m ")
                       && Catch::Contains("m at openai limits its rate"));
}

TEST_CASE("status fits in 120 columns", "[cli][status]") {
  auto wide = down("misconfigured", "");
  wide["name"] = "openai-europe";
  wide["hold_seconds"] = 300.0;
  wide["models"][0] = wide;
  wide["models"][0]["name"] = "claude-sonnet-4-5-20250929";
  wide["models"][0]["first_token_ms"] = {{"p50", 1}, {"p95", 12'000.0}};
  std::istringstream lines{status_text(health(json::array({wide})))};
  for (std::string line; std::getline(lines, line);)
    CHECK(line.size() <= 120);
}

} // namespace bellwether::cli
