#include "http/control/metrics_text.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace bellwether;

domain::tally one_call() {
  domain::tally all;
  domain::finished_call call;
  call.model = "m";
  call.status = 200;
  call.latency = std::chrono::milliseconds{15};
  call.cost = domain::money::usd(0.5);
  call.used = {.prompt = 3, .completion = 4};
  all.add(call);
  return all;
}

std::vector<actors::provider_report> one_provider() {
  std::vector<actors::provider_report> out(1);
  out[0].provider.name = "p\"\\";
  out[0].in_flight = 2;
  return out;
}

domain::catalog models(const std::vector<std::string>& names) {
  domain::catalog out;
  for (const auto& name : names)
    out.deployments.emplace_back().name = name;
  return out;
}

std::string metrics(const domain::tally& calls,
                    const std::vector<actors::provider_report>& providers,
                    const domain::catalog& catalog,
                    const actors::router_report& router = {},
                    const actors::availability_snapshot& objective = {},
                    const std::vector<domain::budget_report>& budgets = {},
                    const std::optional<storage::ledger_status>& ledger = {}) {
  return http::metrics_text(
      {calls, providers, router, objective, catalog, budgets, ledger, {}});
}

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("the metrics carry the tutorial's three families",
          "[http][metrics]") {
  const auto text = metrics(one_call(), {}, models({"m"}));
  CHECK(has_line(text, "# TYPE ai_requests_total counter"));
  CHECK(has_line(text, R"(ai_requests_total{model="m",status="200"} 1)"));
  CHECK(has_line(text, "# TYPE ai_request_latency_seconds histogram"));
  CHECK(has_line(
      text, R"(ai_request_latency_seconds_bucket{model="m",le="0.01"} 0)"));
  CHECK(has_line(
      text, R"(ai_request_latency_seconds_bucket{model="m",le="0.02"} 1)"));
  CHECK(has_line(
      text, R"(ai_request_latency_seconds_bucket{model="m",le="+Inf"} 1)"));
  CHECK(has_line(text, R"(ai_request_latency_seconds_count{model="m"} 1)"));
  CHECK(has_line(
      text, R"(bellwether_time_to_first_token_seconds_count{model="m"} 0)"));
  CHECK(has_line(text, "# TYPE ai_request_cost_dollars histogram"));
  CHECK(has_line(text, R"(ai_request_cost_dollars_sum{model="m"} 0.5)"));
}

TEST_CASE("a configured model has its series before its first call",
          "[http][metrics]") {
  const auto text = metrics({}, {}, models({"quiet"}));
  CHECK(has_line(text, R"(ai_requests_total{model="quiet",status="200"} 0)"));
  CHECK(has_line(text, R"(ai_request_latency_seconds_count{model="quiet"} 0)"));
}

TEST_CASE("label values are escaped", "[http][metrics]") {
  const auto text = metrics({}, one_provider(), {});
  CHECK(has_line(text, R"(bellwether_provider_in_flight{provider="p\"\\"} 2)"));
}

TEST_CASE("every family is declared once, and no series stands twice",
          "[http][metrics]") {
  const auto text = metrics(one_call(), one_provider(), models({"m", "n"}));
  REQUIRE(text.ends_with('\n'));
  std::istringstream lines{text};
  std::set<std::string> seen;
  for (std::string line; std::getline(lines, line);) {
    REQUIRE_FALSE(line.empty());
    const auto key =
        line.starts_with('#') ? line : line.substr(0, line.rfind(' '));
    CHECK(seen.insert(key).second);
  }
}

TEST_CASE("a model has a state of its own at each provider",
          "[http][metrics]") {
  auto providers = one_provider();
  providers[0].provider.name = "p";
  providers[0].models.resize(1);
  providers[0].models[0].name = "m";
  providers[0].models[0].state = domain::health_state::rate_limited;
  const auto text = metrics({}, providers, {});
  CHECK(has_line(
      text, R"(bellwether_provider_state{provider="p",state="closed"} 1)"));
  CHECK(has_line(
      text,
      R"(bellwether_model_state{provider="p",model="m",state="rate_limited"} 1)"));
  CHECK(has_line(
      text,
      R"(bellwether_model_state{provider="p",model="m",state="closed"} 0)"));
}

TEST_CASE("what is left of a rate limit is told where it is known",
          "[http][metrics]") {
  auto providers = one_provider();
  providers[0].provider.name = "p";
  providers[0].models.resize(2);
  providers[0].models[0].name = "m";
  providers[0].models[1].name = "n";
  providers[0].models[0].remaining_requests = 12;
  providers[0].models[1].remaining_tokens = 0;
  const auto text = metrics({}, providers, {});
  CHECK(has_line(
      text, R"(bellwether_remaining_requests{provider="p",model="m"} 12)"));
  CHECK(has_line(text,
                 R"(bellwether_remaining_tokens{provider="p",model="n"} 0)"));
  CHECK(text.find(R"(bellwether_remaining_tokens{provider="p",model="m"})")
        == std::string::npos);
}

TEST_CASE("slots, queues and probes are counted", "[http][metrics]") {
  auto providers = one_provider();
  providers[0].provider.name = "p";
  providers[0].limit = 16;
  providers[0].queued = 4;
  providers[0].shed = 5;
  providers[0].probes = 10; // one is out
  providers[0].probes_succeeded = 7;
  providers[0].probes_failed = 2;
  domain::catalog catalog;
  catalog.providers = {"p", "q"};
  domain::tally calls;
  calls.probes[1].cost = domain::money::usd(2);
  const auto text = metrics(calls, providers, catalog);
  CHECK(has_line(text, R"(bellwether_provider_limit{provider="p"} 16)"));
  CHECK(has_line(text, R"(bellwether_provider_queued{provider="p"} 4)"));
  CHECK(has_line(text, R"(bellwether_provider_shed_total{provider="p"} 5)"));
  CHECK(has_line(
      text, R"(bellwether_probes_total{provider="p",result="success"} 7)"));
  CHECK(has_line(
      text, R"(bellwether_probes_total{provider="p",result="failure"} 2)"));
  CHECK(
      has_line(text, R"(bellwether_probe_cost_dollars_total{provider="p"} 0)"));
  CHECK(
      has_line(text, R"(bellwether_probe_cost_dollars_total{provider="q"} 2)"));
}

TEST_CASE("retries and second candidates are counted", "[http][metrics]") {
  domain::tally calls;
  calls.extra = domain::money::usd(0.125);
  const auto text = metrics(calls, {}, {}, {3, 4, 5});
  CHECK(has_line(text, "bellwether_retries_total 3"));
  CHECK(has_line(text, "bellwether_retries_denied_total 4"));
  CHECK(has_line(text, "bellwether_hedges_total 5"));
  CHECK(has_line(text, "bellwether_hedge_extra_dollars_total 0.125"));
}

TEST_CASE("the objective is told by window, and not where nothing is known",
          "[http][metrics]") {
  actors::availability_snapshot objective;
  objective.budget_left = -0.5;
  objective.windows.resize(2);
  objective.windows[0].window = "5m";
  objective.windows[1].window = "30d";
  objective.windows[1].counts.callers = {.good = 3, .bad = 1};
  objective.windows[1].counts.saved = 2;
  objective.windows[1].burn_rate = 250;
  const auto text = metrics({}, {}, {}, {}, objective);
  CHECK(has_line(text, R"(bellwether_availability_ratio{window="30d"} 0.75)"));
  CHECK(has_line(text, R"(bellwether_burn_rate{window="30d"} 250)"));
  CHECK(has_line(text, R"(bellwether_saved_requests{window="30d"} 2)"));
  CHECK(has_line(text, R"(bellwether_saved_requests{window="5m"} 0)"));
  CHECK(has_line(text, "bellwether_error_budget_left_ratio -0.5"));
  CHECK_THAT(text, !Catch::Contains(R"(availability_ratio{window="5m"})")
                       && !Catch::Contains(R"(burn_rate{window="5m"})"));
}

TEST_CASE("every family has its help, and counters end in _total",
          "[http][metrics]") {
  std::istringstream lines{metrics(one_call(), one_provider(), models({"m"}))};
  std::string helped;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string mark, what, name, type;
    words >> mark >> what >> name >> type;
    if (what == "HELP")
      helped = name;
    if (what != "TYPE" || mark != "#")
      continue;
    CAPTURE(name);
    CHECK(helped == name);
    CHECK((type == "counter") == name.ends_with("_total"));
  }
}

TEST_CASE("budgets, the ledger and estimates have their series",
          "[http][metrics]") {
  domain::budget_report monthly;
  monthly.rule.name = "monthly";
  monthly.rule.limit = domain::money::usd(60);
  monthly.spent = domain::money::usd(12.5);
  monthly.reserved = domain::money::usd(0.25);
  storage::ledger_status ledger;
  ledger.rows = 17;
  ledger.pending = 3;
  ledger.lost = 2;
  auto calls = one_call();
  calls.families[domain::model_family::openai].prompt.add(110, 100);
  const auto text = metrics(calls, {}, {}, {}, {}, {monthly}, ledger);
  CHECK(has_line(text,
                 R"(bellwether_budget_spent_dollars{budget="monthly"} 12.5)"));
  CHECK(has_line(text,
                 R"(bellwether_budget_limit_dollars{budget="monthly"} 60)"));
  CHECK(has_line(
      text, R"(bellwether_budget_reserved_dollars{budget="monthly"} 0.25)"));
  CHECK(has_line(text, "bellwether_ledger_failing 0"));
  CHECK(has_line(text, "bellwether_ledger_rows 17"));
  CHECK(has_line(text, "bellwether_ledger_pending 3"));
  CHECK(has_line(text, "bellwether_ledger_lost_total 2"));
  CHECK_THAT(
      text,
      Catch::Contains(
          R"(bellwether_cost_estimate_bias_ratio{family="openai",type="input"} 0.1)"));
}

TEST_CASE("a ledger that does not answer counts as failing",
          "[http][metrics]") {
  const auto text = metrics({}, {}, {});
  CHECK(has_line(text, "bellwether_ledger_failing 1"));
  CHECK_THAT(text, !Catch::Contains("bellwether_ledger_rows "));
}
