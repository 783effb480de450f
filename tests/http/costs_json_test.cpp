#include "http/control/costs_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <utility>

namespace bellwether::http {

namespace {

using domain::money;
using namespace std::chrono_literals;

storage::report_row row(const std::string& name, double usd,
                        std::uint64_t requests = 1) {
  storage::report_row out;
  out.names = {name};
  out.requests = requests;
  out.attempts = requests + 1;
  out.failures = 1;
  out.tokens = {.prompt = 3, .completion = 4};
  out.cost = money::usd(usd);
  out.dearest = money::usd(4 * usd);
  return out;
}

domain::wall_time day(int number) {
  return std::chrono::sys_days{std::chrono::year{2026} / 11 / 1}
         + std::chrono::days{number};
}

/// The sixteenth day of a month of thirty.
struct november {
  november() {
    month.span = {day(0), day(30)};
    month.models = {row("b", 0.5, 2), row("a", 0.25)};
  }

  nlohmann::ordered_json costs() const {
    return nlohmann::ordered_json::parse(
        costs_json({month, tally, budgets, ledger, providers, domain::utc(),
                    dearest, since, now}));
  }

  month_costs month;
  domain::tally tally;
  std::vector<domain::budget_report> budgets;
  std::optional<storage::ledger_status> ledger = storage::ledger_status{};
  std::vector<std::string> providers;
  std::string dearest = "claude";
  std::string since = "2026-11-07T00:00:00Z";
  domain::wall_time now = day(15);
};

domain::budget_report monthly(double limit, double spent) {
  domain::budget_report out;
  out.rule.name = "monthly";
  out.rule.limit = money::usd(limit);
  out.spent = money::usd(spent);
  out.span = {day(0), day(30)};
  return out;
}

} // namespace

TEST_CASE("the costs are the tutorial's summary of the month",
          "[http][costs]") {
  november of;
  of.budgets = {monthly(3, 0.75)};
  const auto json = of.costs();
  CHECK(json["since"] == "2026-11-07T00:00:00Z");
  CHECK(json["period_start"] == "2026-11-01T00:00:00Z");
  CHECK(json["period_end"] == "2026-12-01T00:00:00Z");
  CHECK(json["monthly_budget_usd"] == 3.0);
  CHECK(json["spent_usd"] == 0.75);
  CHECK(json["spent_usd_exact"] == "0.750000000");
  CHECK(json["remaining_usd"] == 2.25);
  CHECK(json["usage_percent"] == 25.0);
  CHECK(json["total_requests"] == 3);
  CHECK(json["projected_monthly_cost"] == 1.5);
  const auto& b = json["costs_by_model"]["b"];
  CHECK(b["total_cost"] == 0.5);
  CHECK(b["total_cost_exact"] == "0.500000000");
  CHECK(b["requests"] == 2);
  CHECK(b["tokens"] == 7);
  CHECK(b["prompt_tokens"] == 3);
  CHECK(b["completion_tokens"] == 4);
  CHECK(b["estimated_requests"] == 0);
}

TEST_CASE("what has no monthly budget of everything has null there",
          "[http][costs]") {
  november of;
  auto daily = monthly(3, 1);
  daily.rule.period.kind = domain::period_kind::day;
  auto team = monthly(3, 1);
  team.rule.scope.teams = {"web"};
  of.budgets = {daily, team};
  const auto json = of.costs();
  CHECK(json["monthly_budget_usd"].is_null());
  CHECK(json["remaining_usd"].is_null());
  CHECK(json["usage_percent"].is_null());
  CHECK(json["budgets"].size() == 2);
}

TEST_CASE("a month is projected from its share that is over", "[http][costs]") {
  const domain::time_span month{day(0), day(30)};
  const auto spent = money::usd(1);
  CHECK_FALSE(project_month(spent, month, month.start + 59min));
  CHECK(project_month(spent, month, month.start + 1h) == money::usd(720));
  CHECK(project_month(spent, month, day(10)) == money::usd(3));
  CHECK(project_month(spent, month, day(31)) == spent);
}

TEST_CASE("the costs split in every way, days in their order",
          "[http][costs]") {
  november of;
  of.month.providers = {row("openai", 0.75)};
  of.month.routes = {row("auto", 0.75)};
  of.month.keys = {row("anonymous", 0.75)};
  of.month.teams = {row("", 0.75)};
  of.month.days = {row("2026-11-09", 0.5), row("2026-11-02", 0.25)};
  const auto json = of.costs();
  for (const auto& [split, name] :
       {std::pair{"costs_by_provider", "openai"},
        std::pair{"costs_by_route", "auto"},
        std::pair{"costs_by_key", "anonymous"}, std::pair{"costs_by_team", ""}})
    CHECK(json[split][name]["total_cost"] == 0.75);
  CHECK(json["costs_by_day"].begin().key() == "2026-11-02");
}

TEST_CASE("the costs tell what the dearest model would have cost",
          "[http][costs]") {
  CHECK(november{}.costs()["savings"]
        == nlohmann::ordered_json{{"dearest_model", "claude"},
                                  {"actual_usd", 0.75},
                                  {"actual_usd_exact", "0.750000000"},
                                  {"on_dearest_model_usd", 3.0},
                                  {"on_dearest_model_usd_exact", "3.000000000"},
                                  {"saved_usd", 2.25},
                                  {"saved_usd_exact", "2.250000000"},
                                  {"saved_percent", 75.0}});
  november nothing;
  nothing.month.models.clear();
  CHECK(nothing.costs()["savings"]["saved_percent"].is_null());
}

TEST_CASE("what probes cost stands by itself", "[http][costs]") {
  november of;
  of.providers = {"a", "b", "c"};
  of.tally.probes[1] = {1, 1, money::usd(0.5), {.prompt = 8, .completion = 1}};
  of.tally.probes[2].cost = money::usd(1);
  const auto json = of.costs();
  CHECK(json["spent_usd"] == 0.75);
  CHECK(json["probe_usd"] == 1.5);
  CHECK(
      json["probes"]["b"]
      == nlohmann::ordered_json{
          {"succeeded", 1}, {"failed", 1}, {"total_cost", 0.5}, {"tokens", 9}});
  CHECK(json["probes"]["a"]["succeeded"] == 0);
  CHECK(json["probes"].size() == 3);
}

TEST_CASE(
    "the costs tell what second candidates added, and how well is "
    "estimated",
    "[http][costs]") {
  november of;
  of.tally.hedged = 3;
  of.tally.extra = money::usd(0.25);
  of.tally.models["a"].estimated = 2;
  of.tally.families[domain::model_family::openai].prompt.add(110, 100);
  const auto json = of.costs();
  CHECK(json["hedging"]
        == nlohmann::ordered_json{{"hedged_requests", 3}, {"extra_usd", 0.25}});
  CHECK(json["costs_by_model"]["a"]["estimated_requests"] == 2);
  const auto& prompt = json["estimator"]["openai"]["prompt"];
  CHECK(prompt["samples"] == 1);
  CHECK(prompt["bias_percent"].get<double>() == Approx(10));
}

TEST_CASE("a ledger that does not answer is null in the costs",
          "[http][costs]") {
  november of;
  of.ledger->problem = "the disk is full";
  of.ledger->failing = true;
  CHECK(of.costs()["ledger"]["problem"] == "the disk is full");
  of.ledger.reset();
  CHECK(of.costs()["ledger"].is_null());
}

} // namespace bellwether::http
