#include "http/control/report_json.hpp"

#include "http/control/entries_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>

namespace bellwether::http {

namespace {

using domain::money;
using json = nlohmann::ordered_json;
using storage::dimension;

storage::report_row row(std::vector<std::string> names, std::int64_t nanos) {
  storage::report_row out;
  out.names = std::move(names);
  out.requests = 2;
  out.attempts = 3;
  out.failures = 1;
  out.tokens = {.prompt = 5, .cached = 1, .completion = 7};
  out.cost = money::nanos(nanos);
  out.wasted = money::nanos(1);
  out.probes = money::nanos(2);
  return out;
}

} // namespace

TEST_CASE("a report names its rows and adds them up", "[http][costs]") {
  const auto got = json::parse(report_json(
      {{}, {}, {dimension::model, dimension::team}, {}},
      {row({"a", "web"}, 20), row({"b", ""}, 10)}, domain::utc(), ""));
  CHECK(got["by"] == json{"model", "team"});
  CHECK(got["time_zone"] == "UTC");
  REQUIRE(got["rows"].size() == 2);
  CHECK(got["rows"][0]["model"] == "a");
  CHECK(got["rows"][0]["team"] == "web");
  CHECK(got["rows"][0]["total_cost_exact"] == "0.000000020");
  CHECK(got["rows"][0]["tokens"] == 12);
  CHECK(got["rows"][0]["cached_tokens"] == 1);
  const auto& total = got["total"];
  CHECK(total["total_cost_exact"] == "0.000000030");
  CHECK(total["requests"] == 4);
  CHECK(total["attempts"] == 6);
  CHECK(total["failures"] == 2);
  CHECK(total["prompt_tokens"] == 10);
  CHECK(total["wasted_usd_exact"] == "0.000000002");
  CHECK(total["probe_usd_exact"] == "0.000000004");
  CHECK(got["savings"]["dearest_model"].is_null());
}

TEST_CASE("a report that begins with a time is in its order", "[http][costs]") {
  const auto got = json::parse(
      report_json({{}, {}, {dimension::day, dimension::model}, {}},
                  {row({"2026-11-02", "a"}, 20), row({"2026-11-01", "a"}, 10),
                   row({"2026-11-01", "b"}, 5)},
                  domain::utc(), ""));
  CHECK(got["rows"][0]["day"] == "2026-11-01");
  CHECK(got["rows"][0]["model"] == "a");
  CHECK(got["rows"][2]["day"] == "2026-11-02");
}

TEST_CASE("the dearest model is the chat model with the highest output price",
          "[http][costs]") {
  domain::catalog models;
  const auto add = [&](const char* name, double output, domain::task task) {
    auto& each = models.deployments.emplace_back();
    each.name = name;
    each.task = task;
    each.price = domain::price::flat(money::usd(output));
  };
  CHECK(dearest_model(models).empty());
  add("cheap", 1, domain::task::chat);
  add("dear", 15, domain::task::chat);
  add("vectors", 100, domain::task::embeddings);
  models.deployments.emplace_back().name = "unpriced";
  CHECK(dearest_model(models) == "dear");
}

TEST_CASE("a single attempt is told whole", "[http][costs]") {
  storage::stored_entry of;
  of.number = 7;
  of.hash = "3f2a";
  of.what.at = domain::wall_time{std::chrono::milliseconds{1'500}};
  of.what.request_id = "r-1";
  of.what.who = {"web-1", "web", "auto", "openai", "gpt-4.1"};
  of.what.used = {.prompt = 5, .completion = 7};
  of.what.cost = money::nanos(12'600);
  of.what.estimated = true;
  of.what.outcome = domain::entry_outcome::broken;
  of.what.failure = "cut";
  of.what.latency = std::chrono::microseconds{2'500};
  of.what.metadata = R"({"user":"u"})";
  const auto page = json::parse(entries_json({{of}, 7}));
  CHECK(page["next"] == 7);
  const auto& got = page["requests"][0];
  CHECK(got["number"] == 7);
  CHECK(got["at"] == "1970-01-01T00:00:01.500Z");
  CHECK(got["key"] == "web-1");
  CHECK(got["outcome"] == "broken");
  CHECK(got["cost_usd_exact"] == "0.000012600");
  CHECK(got["estimated"] == true);
  CHECK(got["latency_ms"] == 2.5);
  CHECK(got["first_token_ms"].is_null());
  CHECK(got["metadata"]["user"] == "u");
  of.what.metadata = "no json";
  const auto last = json::parse(entries_json({{of}, {}}));
  CHECK(last["next"].is_null());
  CHECK(last["requests"][0]["metadata"] == "no json");
}

TEST_CASE("the ledger tells its trouble", "[http][costs]") {
  storage::ledger_status now;
  now.rows = 3;
  now.lost = 1;
  now.failing = true;
  now.problem = "the disk is full";
  const auto got = json::parse(ledger_json(now));
  CHECK(got["rows"] == 3);
  CHECK(got["lost"] == 1);
  CHECK(got["failing"] == true);
  CHECK(got["problem"] == "the disk is full");
  CHECK(got["newest_hash"].is_null());
}

} // namespace bellwether::http
