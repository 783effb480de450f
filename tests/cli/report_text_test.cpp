#include "cli/report_text.hpp"

#include "cli/amounts.hpp"
#include "cli/export_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

namespace bellwether::cli {

using domain::money;
using json = nlohmann::ordered_json;

namespace {

void put(json& to, const std::string& name, const std::string& exact) {
  to[name] = std::stod(exact);
  to[name + "_exact"] = exact;
}

json figures(const std::string& cost, long long requests) {
  json out{{"requests", requests},
           {"attempts", requests + 3},
           {"failures", 3},
           {"tokens", 1'580'245},
           {"prompt_tokens", 1'234'567},
           {"completion_tokens", 345'678}};
  put(out, "total_cost", cost);
  for (const auto* name : {"estimated_usd", "wasted_usd", "probe_usd"})
    put(out, name, "0.000000000");
  return out;
}

json row(const std::string& model, const std::string& cost,
         long long requests = 1'234) {
  json out{{"model", model}};
  out.update(figures(cost, requests));
  return out;
}

json report() {
  json out{{"from", "2026-11-01T00:00:00Z"},
           {"to", "2026-12-01T00:00:00Z"},
           {"time_zone", "UTC"},
           {"by", {"model"}},
           {"rows",
            {row("claude-sonnet-4.5", "123.456000000"),
             row("deepseek-v3.2", "0.004000000", 12)}},
           {"total", figures("123.460000000", 1'246)},
           {"savings",
            {{"dearest_model", "claude-sonnet-4.5"}, {"saved_percent", 71.4}}}};
  put(out["savings"], "on_dearest_model_usd", "431.670000000");
  put(out["savings"], "saved_usd", "308.210000000");
  return out;
}

json budgets() {
  json monthly{{"name", "monthly"},
               {"scope", json::object()},
               {"resets_at", "2026-12-01T00:00:00Z"}};
  put(monthly, "spent_usd", "123.460000000");
  put(monthly, "limit_usd", "1000.000000000");
  return {{"budgets",
           {{{"name", "web"}, {"scope", {{"team", {"web"}}}}}, monthly}}};
}

std::size_t characters(const std::string& line) {
  return static_cast<std::size_t>(std::ranges::count_if(line, [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
  }));
}

} // namespace

TEST_CASE("a report is a table that a person likes to read", "[cli][report]") {
  CHECK(report_text(report(), budgets()) ==
        R"(Costs from 2026-11-01 00:00 until 2026-12-01 00:00 UTC

MODEL              REQUESTS  FAILED      INPUT   OUTPUT     COST    SHARE
claude-sonnet-4.5     1,234       3  1,234,567  345,678  $123.46  100.0 %
deepseek-v3.2            12       3  1,234,567  345,678   <$0.01    0.0 %
-------------------------------------------------------------------------
total                 1,246       3  1,234,567  345,678  $123.46  100.0 %

The same answers on claude-sonnet-4.5 would have cost $431.67: 71 % saved.
Budget monthly: $123.46 of $1,000.00 spent (12.3 %), resets 2026-12-01.
)");
}

TEST_CASE("a report says what is estimated, wasted and probed",
          "[cli][report]") {
  auto of = report();
  put(of["total"], "estimated_usd", "0.120000000");
  put(of["total"], "wasted_usd", "0.000012600");
  put(of["total"], "probe_usd", "2.500000000");
  of["savings"]["dearest_model"] = nullptr;
  of["time_zone"] = "Europe/Berlin";
  const auto text = report_text(of, nullptr);
  CHECK_THAT(text, Catch::Contains("$0.120000 of the cost is estimated"));
  CHECK_THAT(text, Catch::Contains("$0.000013 went to attempts that did not"));
  CHECK_THAT(text, Catch::Contains("$2.5000 more went to probes"));
  CHECK_THAT(text, Catch::Contains("days are those of Europe/Berlin"));
  CHECK_THAT(text, !Catch::Contains("same answers"));
  CHECK_THAT(text, !Catch::Contains("Budget"));
}

TEST_CASE("a report of nothing says so", "[cli][report]") {
  auto of = report();
  of["rows"] = json::array();
  of["total"] = figures("0.000000000", 0);
  put(of["savings"], "saved_usd", "0.000000000");
  CHECK(report_text(of, nullptr)
        == "Costs from 2026-11-01 00:00 until 2026-12-01 00:00 UTC\n\n"
           "No attempt was made in this time.\n");
}

TEST_CASE("long names give way so that a report fits in 80 columns",
          "[cli][report]") {
  auto of = report();
  of["by"] = {"model", "team"};
  of["rows"][0]["model"] = "anthropic/claude-sonnet-4-5-20250929-eu-west-1";
  of["rows"][0]["team"] = "grün-und-sehr-lang-geschrieben";
  of["rows"][1]["team"] = "";
  std::istringstream lines{report_text(of, budgets())};
  for (std::string line; std::getline(lines, line);)
    CHECK(characters(line) <= 80);
  const auto text = report_text(of, nullptr);
  CHECK_THAT(text, Catch::Contains("…"));
  CHECK_THAT(text, Catch::Contains("total"));
}

TEST_CASE("days stay whole, however many names stand beside them",
          "[cli][report]") {
  auto of = report();
  of["by"] = {"day", "team", "model"};
  for (auto& row : of["rows"]) {
    row["day"] = "2026-11-22";
    row["team"] = "a-team-with-a-long-name";
    row["model"] = "a-model-with-a-long-name";
  }
  const auto text = report_text(of, nullptr);
  CHECK_THAT(text, Catch::Contains("2026-11-22  "));
  CHECK_THAT(text, Catch::Contains("a-team-wit…"));
}

TEST_CASE("a report as CSV has exact amounts", "[cli][report]") {
  auto of = report();
  of["rows"] = {row("a,\"b\"", "0.000012600", 2)};
  CHECK(report_csv(of)
        == "model,requests,attempts,failures,tokens,prompt_tokens,"
           "cached_tokens,cache_write_tokens,completion_tokens,"
           "reasoning_tokens,total_cost,estimated_usd,wasted_usd,"
           "on_dearest_model_usd,probe_usd\r\n"
           "\"a,\"\"b\"\"\",2,5,3,1580245,1234567,,,345678,,0.000012600,"
           "0.000000000,0.000000000,,0.000000000\r\n");
}

TEST_CASE("amounts have as many decimals as make sense", "[cli][report]") {
  CHECK(dollars_text(money::usd(1'234'567.891), 2) == "$1,234,567.89");
  CHECK(dollars_text(money::nanos(12'600), 6) == "$0.000013");
  CHECK(dollars_text(money::nanos(1), 6) == "<$0.000001");
  CHECK(dollars_text(money{}, 2) == "$0.00");
  CHECK(dollars_text(money::usd(-2.5), 2) == "-$2.50");
  CHECK(decimals_for(money::usd(100)) == 2);
  CHECK(decimals_for(money::usd(99)) == 4);
  CHECK(decimals_for(money::usd(0.5)) == 6);
  CHECK(read_amount("1234.000012600") == money::nanos(1'234'000'012'600));
  CHECK(read_amount("1.5") == money{});
  CHECK(percent_text(money::usd(1), money::usd(3)) == "33.3 %");
  CHECK(percent_text(money::usd(1), money{}) == "-");
}

TEST_CASE("an export is the tutorial's summary and every request",
          "[cli][export]") {
  const auto summary = export_summary(report(), "2026-11-22T12:00:00Z");
  const auto read =
      json::parse(export_head(summary) + export_row({{"number", 2}}, true)
                  + export_row({{"number", 1}}, false) + export_tail());
  CHECK(read["summary"]["period_start"] == "2026-11-01T00:00:00Z");
  CHECK(read["summary"]["spent_usd_exact"] == "123.460000000");
  CHECK(read["summary"]["total_requests"] == 1'246);
  CHECK(read["summary"]["costs_by_model"]["deepseek-v3.2"]["requests"] == 12);
  CHECK(read["requests"] == json{{{"number", 2}}, {{"number", 1}}});
  CHECK(json::parse(export_head(summary) + export_tail())["requests"].empty());
}

} // namespace bellwether::cli
