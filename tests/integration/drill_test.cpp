// Game days: faults that are injected into a live daemon on demand.
#include "integration/harness/drill_stage.hpp"
#include "integration/harness/eventually.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

TEST_CASE("a drill hits its provider, and its report's figures are right",
          "[integration][drill]") {
  const drill_stage at;
  CHECK(at.drill() == nullptr);
  const auto begun = at.start(drill_order("500"));
  CHECK(begun.status == 200);
  CHECK(begun.json()["state"] == "running");
  for (int i = 0; i < 20; ++i)
    CHECK(at.chat("pair").header("x-bellwether-provider") == "anthropic");
  CHECK(at.sim.requests("openai") == 0);
  CHECK(eventually([&] { return at.drill()["requests"] == 20; }));
  const auto ended = at.stop();
  CHECK(ended.status == 200);
  auto report = ended.json();
  CHECK(report["state"] == "stopped");
  CHECK(report["failed"] == 0);
  CHECK(report["hit"] >= 3);
  CHECK(report["rerouted"] == report["hit"]);
  CHECK(report["added_latency_ms"]["hit"]["count"] == report["hit"]);
  CHECK(report["time_to_detect_ms"].is_number());
  CHECK(report["time_to_recover_ms"] == nullptr);
  CHECK(eventually([&] {
    return at.chat("pair").header("x-bellwether-provider") == "openai";
  }));
  CHECK(
      eventually([&] { return at.drill()["time_to_recover_ms"].is_number(); }));
  CHECK(at.drill()["requests"] == 20);
}

TEST_CASE("probes meet a drill's fault too, and do not end its outage",
          "[integration][drill]") {
  const drill_stage at{
      json{{"health",
            {{"min_hold_ms", 300},
             {"max_hold_ms", 300},
             {"probe", {{"kind", "models"}, {"interval_ms", 1000}}}}}}};
  at.start(drill_order(GENERATE("500", "refuse", "garbage")));
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat("pair").status == 200);
  CHECK(eventually(
      [&] { return at.daemon.health("openai")["probes_failed"] > 1; }));
  CHECK(at.daemon.health("openai")["healthy"] == false);
  CHECK(at.sim.requests("openai") == 0);
  at.stop();
  CHECK(eventually(
      [&] { return at.daemon.health("openai")["state"] == "closed"; }));
}

TEST_CASE("a drill without the right to it is refused with the remedy",
          "[integration][drill]") {
  const drill_stage at;
  const auto denied = at.start(drill_order("500"), {});
  CHECK(denied.status == 401);
  CHECK(denied.has("www-authenticate"));
  CHECK(
      at.start(drill_order("500"), {{"Authorization", "Bearer the-admin-kex"}})
          .status
      == 401);
  auto from_page = admin_headers();
  from_page.emplace_back("Origin", "http://localhost");
  CHECK(at.start(drill_order("500"), from_page).status == 403);
  auto as_text = admin_headers();
  as_text.emplace_back("Content-Type", "text/plain");
  CHECK(at.start(drill_order("500"), as_text).status == 415);
  CHECK(request(at.daemon.control_port(), "DELETE", "/drill").status == 401);
  CHECK(at.drill() == nullptr);
}

TEST_CASE("drills are off unless the configuration has them",
          "[integration][drill]") {
  const json off =
      GENERATE(json{{"admin", {{"drills", false}}}}, json{{"admin", nullptr}});
  const drill_stage at{off};
  const auto got = at.start(drill_order("500"));
  CHECK(got.status == 403);
  CHECK(got.error("code") == "drills_disabled");
  CHECK_THAT(got.error("message").get<std::string>(),
             Catch::Contains("\"drills\": true"));
}

TEST_CASE("a wrong order names its field, and one drill runs at a time",
          "[integration][drill]") {
  const drill_stage at;
  auto wrong = drill_order("500");
  wrong["provider"] = "opnai";
  const auto got = at.start(wrong);
  CHECK(got.status == 400);
  CHECK(got.error("param") == "provider");
  CHECK_THAT(got.error("message").get<std::string>(),
             Catch::Contains("anthropic"));
  CHECK(
      request(at.daemon.control_port(), "POST", "/drill", "{", admin_headers())
          .error("code")
      == "invalid_json");
  CHECK(at.start(drill_order("hang")).status == 200);
  CHECK(at.start(drill_order("500")).status == 409);
  CHECK(at.drill()["fault"] == "hang");
}

TEST_CASE("a drill is told as an event when it begins and ends",
          "[integration][drill]") {
  const drill_stage at;
  at.start(drill_order("500"));
  at.stop();
  const auto events =
      get(at.daemon.control_port(), "/events?format=json").json()["events"];
  REQUIRE(events.size() == 2);
  CHECK(events[0]["kind"] == "drill_started");
  CHECK(events[1]["kind"] == "drill_ended");
}

} // namespace bellwether::integration
