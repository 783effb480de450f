#include "http/control/budgets_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>

namespace bellwether::http {

namespace {

using domain::money;
using json = nlohmann::ordered_json;

domain::budget_report web() {
  domain::budget_report out;
  out.rule.name = "web";
  out.rule.scope.teams = {"web"};
  out.rule.limit = money::usd(50);
  out.spent = money::usd(12.5);
  out.reserved = money::nanos(1);
  out.span = {domain::wall_time{},
              domain::wall_time{std::chrono::hours{24 * 31}}};
  return out;
}

} // namespace

TEST_CASE("a budget tells its rule and how it stands", "[http][budget]") {
  const auto all = json::parse(budgets_json({web()}, "Europe/Berlin"));
  CHECK(all["time_zone"] == "Europe/Berlin");
  const auto& got = all["budgets"][0];
  CHECK(got["name"] == "web");
  CHECK(got["scope"] == json{{"team", {"web"}}});
  CHECK(got["period"] == "month");
  CHECK(got["period_start"] == "1970-01-01T00:00:00Z");
  CHECK(got["resets_at"] == "1970-02-01T00:00:00Z");
  CHECK(got["when_exceeded"] == "refuse");
  CHECK(got["limit_usd"] == 50.0);
  CHECK(got["spent_usd_exact"] == "12.500000000");
  CHECK(got["reserved_usd_exact"] == "0.000000001");
  CHECK(got["remaining_usd"] == 37.5);
  CHECK(got["usage_percent"] == 25.0);
  CHECK(got["projected_usd"].is_null());
}

TEST_CASE("a budget that never resets has no such time", "[http][budget]") {
  auto of = web();
  of.rule.period.kind = domain::period_kind::none;
  of.rule.limit = money{};
  of.projected = money::usd(60);
  const auto got = budget_json(of);
  CHECK(got["period_start"].is_null());
  CHECK(got["resets_at"].is_null());
  CHECK(got["usage_percent"].is_null());
  CHECK(got["projected_usd"] == 60.0);
}

TEST_CASE("a changed limit says until when, and what is for good",
          "[http][budget]") {
  auto of = web();
  auto got = changed_budget_json(of);
  CHECK(got["limit_usd"] == 50.0);
  CHECK_THAT(
      got["lasts"].get<std::string>(),
      Catch::Contains("until the restart") && Catch::Contains("configuration"));
  of.rule.name = "key web-1";
  got = changed_budget_json(of);
  CHECK_THAT(
      got["lasts"].get<std::string>(),
      Catch::Contains("until the restart") && Catch::Contains("keys update"));
}

TEST_CASE("a limit is a number of dollars and nothing else", "[http][budget]") {
  const auto right = parse_limit(R"({"limit_usd": 60.5})");
  REQUIRE(std::holds_alternative<money>(right));
  CHECK(std::get<money>(right) == money::usd(60.5));
  CHECK(std::get<money>(parse_limit(R"({"limit_usd": 0})")) == money{});
  const auto [body, param] = GENERATE(table<std::string, std::string>(
      {{"", ""},
       {"60", ""},
       {"{}", "limit_usd"},
       {R"({"limit_usd": -1})", "limit_usd"},
       {R"({"limit_usd": "60"})", "limit_usd"},
       {R"({"limit_usd": 1e10})", "limit_usd"},
       {R"({"limit_usd": 60, "period": "day"})", "period"}}));
  CAPTURE(body);
  const auto wrong = parse_limit(body);
  REQUIRE(std::holds_alternative<control_error>(wrong));
  CHECK(std::get<control_error>(wrong).status == 400);
  CHECK(std::get<control_error>(wrong).param == param);
}

} // namespace bellwether::http
