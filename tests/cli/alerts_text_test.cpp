#include "cli/alerts_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bellwether::cli {

namespace {

using json = nlohmann::ordered_json;

json alert() {
  return {{"number", 7},
          {"state", "firing"},
          {"severity", "error"},
          {"title", "Provider openai is down"},
          {"since", "2026-11-23T12:00:00Z"},
          {"resolved_at", nullptr},
          {"acknowledged", nullptr}};
}

json sink() {
  return {{"name", "ops"},   {"kind", "slack"},   {"min_severity", "info"},
          {"state", "good"}, {"waiting", 0},      {"delivered", 1234},
          {"failed", 0},     {"problem", nullptr}};
}

json all() {
  return {{"active", json::array()},
          {"history", json::array()},
          {"silences", json::array()},
          {"sinks", json::array()},
          {"problem", nullptr}};
}

} // namespace

TEST_CASE("a quiet daemon without sinks says both", "[cli][alerts]") {
  CHECK(alerts_text(all())
        == "Nothing is wrong.\n"
           "\nNobody is told: the configuration has no sinks under "
           "\"alerts\".\n");
}

TEST_CASE("what is wrong stands in a table", "[cli][alerts]") {
  auto from = all();
  from["active"] = {alert()};
  from["sinks"] = {sink()};
  CHECK(alerts_text(from)
        == "NO  SEVERITY  STATE   SINCE (UTC)       WHAT\n"
           " 7  error     firing  2026-11-23 12:00  Provider openai is down\n"
           "\n"
           "Told are:\n"
           "  SINK  KIND   FROM  STATE  WAITING  DELIVERED  FAILED  PROBLEM\n"
           "  ops   slack  info  good         0      1,234       0\n");
}

TEST_CASE("who saw to an alert, and what is over, is told", "[cli][alerts]") {
  auto from = all();
  from["active"] = {alert()};
  from["active"][0]["acknowledged"] = {{"by", "ada"}};
  from["history"] = {alert()};
  from["history"][0]["resolved_at"] = "2026-11-23T12:30:00Z";
  from["problem"] = "the disk is full";
  const auto text = alerts_text(from);
  CHECK_THAT(text, Catch::Contains("seen by ada"));
  CHECK_THAT(text, Catch::Contains("2026-11-23 12:00  2026-11-23 12:30"));
  CHECK_THAT(text, Catch::Contains("cannot be kept: the disk is full"));
}

TEST_CASE("a test of a sink shows what it said", "[cli][alerts]") {
  json said{{"sink", "ops"},
            {"delivered", true},
            {"status", 200},
            {"answer", nullptr},
            {"took_ms", 84}};
  CHECK(sink_test_text(said) == "ops took the test alert with 200 in 84 ms\n");
  said["delivered"] = false;
  said["status"] = 404;
  said["answer"] = "it answered 404 no_service";
  CHECK(sink_test_text(said)
        == "ops did not take the test alert with 404 (84 ms): it answered 404 "
           "no_service\n");
}

TEST_CASE("a silence says what it is about and how it ends", "[cli][alerts]") {
  const json made{{"id", 3},
                  {"rule", "provider_down"},
                  {"entity", "openai"},
                  {"reason", nullptr},
                  {"until", "2026-11-23T14:00:00Z"}};
  CHECK(silence_text(made)
        == "silence 3: nobody is told of provider_down of openai until "
           "2026-11-23 14:00 UTC; it ends with `bellwether alerts unsilence "
           "3`\n");
}

} // namespace bellwether::cli
