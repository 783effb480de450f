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

json report(const std::vector<actors::provider_report>& all,
            const std::optional<actors::availability_snapshot>& availability =
                std::nullopt) {
  return json::parse(health_json(all, availability, now, wall_now));
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
  CHECK(detail["hold_until"] == "2026-01-02T03:04:10Z");
  CHECK(detail["reason"] == "3 consecutive failures");
}

TEST_CASE("a hold that is over counts zero seconds", "[http][health]") {
  auto out = provider("a", {"x"});
  out.provider.state = health_state::open;
  out.provider.held_until = now - 5s;
  const auto got = report({out})["providers"][0];
  CHECK(got["hold_seconds"] == 0.0);
  CHECK(got["hold_until"] == nullptr);
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

TEST_CASE("a hold of a healthy provider is none", "[http][health]") {
  auto well = provider("a", {"x"});
  well.provider.held_until = now + 5s;
  CHECK(report({well})["providers"][0]["hold_until"] == nullptr);
}

TEST_CASE("a provider's slots, queue, probes and failure share are told",
          "[http][health]") {
  auto busy = provider("a", {"x"});
  busy.provider.failure_share = 0.25;
  busy.provider.traffic_share = 0.5;
  busy.in_flight = 7;
  busy.limit = 8;
  busy.max_concurrent = 64;
  busy.queued = 2;
  busy.shed = 3;
  busy.probes = 5;
  busy.probes_failed = 1;
  const auto got = report({busy})["providers"][0];
  CHECK(got["error_rate"] == 0.25);
  CHECK(got["traffic_share"] == 0.5);
  CHECK(got["in_flight"] == 7);
  CHECK(got["limit"] == 8);
  CHECK(got["max_concurrent"] == 64);
  CHECK(got["queued"] == 2);
  CHECK(got["shed"] == 3);
  CHECK(got["probes"] == 5);
  CHECK(got["probes_failed"] == 1);
}

TEST_CASE("a model's latencies and remaining quota are null until known",
          "[http][health]") {
  auto one = provider("a", {"x", "y"});
  one.models[0].first_token_p50 = 120ms;
  one.models[0].first_token_p95 = 350'500us;
  one.models[0].answer_p95 = 2s;
  one.models[0].remaining_tokens = 0;
  const auto got = report({one})["providers"][0]["models"];
  CHECK(got[0]["first_token_ms"] == json{{"p50", 120.0}, {"p95", 350.5}});
  CHECK(got[0]["answer_ms"] == json{{"p50", nullptr}, {"p95", 2000.0}});
  CHECK(got[0]["remaining"] == json{{"requests", nullptr}, {"tokens", 0}});
  CHECK(got[1]["first_token_ms"] == json{{"p50", nullptr}, {"p95", nullptr}});
  CHECK(got[1]["remaining"]
        == json{{"requests", nullptr}, {"tokens", nullptr}});
}

TEST_CASE("the report ends with how the objective stands", "[http][health]") {
  CHECK(report({})["availability"] == nullptr);
  actors::availability_snapshot objective;
  objective.objective = 0.999;
  objective.budget_left = 0.81;
  objective.windows.resize(2);
  objective.windows[1].counts.callers = {.good = 9'998, .bad = 2};
  objective.windows[1].counts.saved = 23;
  CHECK(report({}, objective)["availability"]
        == json{{"objective_percent", 99.9},
                {"budget_left_percent", 81.0},
                {"availability_percent", 99.98},
                {"requests", 10'000},
                {"saved_requests", 23}});
}

} // namespace bellwether::http
