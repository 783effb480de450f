#include "cli/drill_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

using json = nlohmann::ordered_json;

namespace {

json quantiles(int count, double p50, double p95, double p99) {
  return {{"count", count}, {"p50", p50}, {"p95", p95}, {"p99", p99}};
}

json drilled(const json& changes = json::object()) {
  json out{{"provider", "openai"},
           {"fault", "refuse"},
           {"share_percent", 100.0},
           {"for_seconds", 60.0},
           {"delay_ms", nullptr},
           {"state", "time_up"},
           {"elapsed_seconds", 60.0},
           {"requests", 12'345},
           {"failed", 0},
           {"hit", 3},
           {"rerouted", 3},
           {"added_latency_ms",
            {{"hit", quantiles(3, 0.8, 4.25, 1'204)},
             {"others", quantiles(12'342, 0, 0.1, 0.2)}}},
           {"time_to_detect_ms", 412},
           {"time_to_recover_ms", 5'230},
           {"spent_usd", 1.5},
           {"extra_usd", 0.0012}};
  out.update(changes);
  return out;
}

constexpr const char* golden =
    R"(# Drill: refuse at openai

A game day on the live daemon. From 2026-11-22T12:00:00Z on, for 1:00 minutes,
100 % of the attempts at `openai` met this: connections are refused.
It ran to its end. Bellwether 0.1.0, control plane 127.0.0.1:7301.

**No caller felt it: all 12,345 requests were answered, 3 of them by another provider.**

| figure | value |
| --- | --- |
| requests | 12,345 |
| failed, as callers saw it | 0 (0.00 %) |
| hit by the fault | 3 (0.02 %) |
| rerouted to another provider | 3 |
| added latency of those hit, p50 / p95 / p99 | 0.8 ms / 4.2 ms / 1.2 s |
| the same of all others, p50 / p95 / p99 | 0.0 ms / 0.1 ms / 0.2 ms |
| time to detect | 412 ms |
| time to recover | 5.2 s |
| extra spend, of all spend in that time | $0.0012 of $1.5000 |
)";

} // namespace

TEST_CASE(
    "a drill's page says what was done, what came of it, and how to read it",
    "[cli][drill]") {
  const auto page = drill_page({{"bellwether", "0.1.0"},
                                {"control", "127.0.0.1:7301"},
                                {"started_at", "2026-11-22T12:00:00Z"},
                                {"drill", drilled()}});
  CHECK(page.substr(0, page.find("\n## ")) == golden);
  CHECK_THAT(page, Catch::Contains("## How to read this"));
}

TEST_CASE("the verdict names what callers felt", "[cli][drill]") {
  CHECK(drill_verdict(drilled({{"failed", 5}}))
        == "Callers felt it: 5 of 12,345 requests failed.");
  CHECK(callers_felt(drilled({{"failed", 1}})));
  CHECK(callers_felt(drilled({{"state", "in_danger"}})));
  CHECK_FALSE(callers_felt(drilled()));
  CHECK_FALSE(callers_felt(drilled({{"state", "stopped"}})));
}

TEST_CASE("a drill that met no request proves nothing", "[cli][drill]") {
  CHECK_THAT(drill_verdict(drilled({{"requests", 0}, {"hit", 0}})),
             Catch::Contains("no request ended"));
  CHECK_THAT(drill_verdict(drilled({{"hit", 0}})),
             Catch::Contains("met none of 12,345 requests; was openai asked"));
}

TEST_CASE("a provider that was slow and answered all the same is no success",
          "[cli][drill]") {
  json slow{{"fault", "slow"}, {"delay_ms", 300}, {"rerouted", 0}};
  CHECK(drill_verdict(drilled(slow))
        == "No request failed: all 12,345 were answered, but 3 of them waited "
           "300 ms longer for openai.");
  slow["rerouted"] = 3;
  CHECK_THAT(drill_verdict(drilled(slow)), Catch::StartsWith("No caller felt"));
}

TEST_CASE("what a drill could not measure is said in words", "[cli][drill]") {
  const auto value = [](const json& drill, std::size_t row) {
    return drill_figures(drill).at(row).second;
  };
  CHECK(value(drilled({{"requests", 0}}), 1) == "0");
  const json none{{"hit", quantiles(0, 0, 0, 0)},
                  {"others", quantiles(0, 0, 0, 0)}};
  CHECK(value(drilled({{"added_latency_ms", none}}), 4) == "-");
  CHECK(value(drilled({{"time_to_recover_ms", nullptr}}), 7)
        == "not yet when this was written");
  const auto unnoticed = drilled(
      {{"time_to_detect_ms", nullptr}, {"time_to_recover_ms", nullptr}});
  CHECK(value(unnoticed, 6) == "it was not held out");
  CHECK(value(unnoticed, 7) == "there was nothing to recover from");
}

TEST_CASE("a drill's progress fits in a line", "[cli][drill]") {
  CHECK(drill_progress(drilled({{"elapsed_seconds", 12.2}}))
        == "0:12 of 1:00  12,345 requests  0 failed  3 rerouted  added latency "
           "p99 1.2 s");
}

TEST_CASE("every ending has its sentence", "[cli][drill]") {
  const auto [state, words] = GENERATE(table<std::string, std::string>(
      {{"time_up", "It ran to its end."},
       {"stopped", "stopped by hand after 0:07"},
       {"in_danger", "stopped by itself after 0:07, because callers felt it"},
       {"running", "The daemon went out of sight after 0:07"}}));
  const auto page = drill_page(
      {{"bellwether", "0.1.0"},
       {"control", "x"},
       {"started_at", "y"},
       {"drill", drilled({{"state", state}, {"elapsed_seconds", 7}})}});
  CHECK_THAT(page, Catch::Contains(words));
}

} // namespace bellwether::cli
