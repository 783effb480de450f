#include "http/control/health_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bellwether::http {

using namespace std::chrono_literals;
using domain::health_state;
using nlohmann::json;

namespace {

const domain::time_point now = domain::time_point{} + 1h;
// 2026-01-02T03:04:05Z
const std::chrono::system_clock::time_point wall_now{1767323045s};

actors::provider_report provider(const std::string& name,
                                 const std::vector<std::string>& models) {
  actors::provider_report out;
  out.provider.name = name;
  for (const auto& model : models) {
    out.models.emplace_back();
    out.models.back().name = model;
  }
  return out;
}

json report(const std::vector<actors::provider_report>& all) {
  return json::parse(health_json(all, now, wall_now));
}

} // namespace

TEST_CASE("healthy providers make a healthy report", "[http][health]") {
  const auto got = report({provider("a", {"x"}), provider("b", {"y", "z"})});
  CHECK(got["timestamp"] == "2026-01-02T03:04:05Z");
  CHECK(got["overall_health"] == "3/3 models healthy");
  CHECK(got["models"]["x"]
        == json{{"healthy", true},
                {"last_check", nullptr},
                {"consecutive_failures", 0}});
  CHECK(got["providers"][1]["models"].size() == 2);
  CHECK(got["providers"][0]["reason"] == nullptr);
  CHECK(got["providers"][0]["hold_seconds"] == 0.0);
}

TEST_CASE("a provider that is out takes its models with it", "[http][health]") {
  auto out = provider("a", {"x", "y"});
  out.provider.state = health_state::open;
  out.provider.since = now - 10s;
  out.provider.held_until = now + 5s;
  out.provider.consecutive_failures = 3;
  out.provider.cause = "3 consecutive failures";
  out.last_outcome = now - 1s;
  const auto got = report({out, provider("b", {"z"})});
  CHECK(got["overall_health"] == "1/3 models healthy");
  CHECK(got["models"]["x"]
        == json{{"healthy", false},
                {"last_check", "2026-01-02T03:04:04Z"},
                {"consecutive_failures", 3}});
  const auto& detail = got["providers"][0];
  CHECK(detail["state"] == "open");
  CHECK(detail["since"] == "2026-01-02T03:03:55Z");
  CHECK(detail["hold_seconds"] == 5.0);
  CHECK(detail["reason"] == "3 consecutive failures");
}

TEST_CASE("a hold that is over counts zero seconds", "[http][health]") {
  auto out = provider("a", {"x"});
  out.provider.state = health_state::open;
  out.provider.held_until = now - 5s;
  CHECK(report({out})["providers"][0]["hold_seconds"] == 0.0);
}

TEST_CASE("a model at several providers is as healthy as its best",
          "[http][health]") {
  auto bad = provider("a", {"x"});
  bad.models[0].state = health_state::rate_limited;
  const auto good = provider("b", {"x"});
  CHECK(report({bad, good})["models"]["x"]["healthy"] == true);
  CHECK(report({good, bad})["models"]["x"]["healthy"] == true);
  CHECK(report({bad, bad})["models"]["x"]["healthy"] == false);
  CHECK(report({bad, good})["overall_health"] == "1/1 models healthy");
}

} // namespace bellwether::http
