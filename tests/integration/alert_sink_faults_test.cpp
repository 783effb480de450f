// Sinks that do not do as they should.
#include "integration/harness/alert_stage.hpp"
#include "integration/harness/eventually.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>

namespace bellwether::integration {

namespace {

using namespace std::chrono_literals;

/// Slack's time-out is short, so that a hang is over soon.
json impatient() {
  return sink_change("ops", {{"timeout_ms", 300}});
}

json fault(const char* kind, json more = json::object()) {
  json out{{"path", "/slack/ops"}, {"fault", kind}};
  out.merge_patch(more);
  return out;
}

} // namespace

TEST_CASE("what passes is tried again until the sink takes it",
          "[integration][alerts][sinks]") {
  const auto order = GENERATE(
      fault("hang", {{"count", 1}}), fault("reset", {{"count", 1}}),
      fault("status", {{"status", 500}, {"count", 1}}),
      fault("status", {{"status", 429}, {"retry_after", 1}, {"count", 1}}));
  CAPTURE(order.dump());
  const alert_stage stage{impatient()};
  stage.told.set_fault(order);
  stage.break_openai();
  // The others do not wait for it.
  REQUIRE(eventually([&] { return stage.webhook_titles().size() == 1; }));
  CHECK(eventually([&] { return stage.slack_titles().size() == 1; }, 20s));
  CHECK(stage.told.received("/slack/ops").size() == 2);
  CHECK(eventually([&] { return stage.sink("ops")["state"] == "good"; }));
  const auto sent = stage.alerts().at("deliveries");
  const auto ops = std::ranges::find_if(
      sent, [](const auto& each) { return each["sink"] == "ops"; });
  REQUIRE(ops != sent.end());
  CHECK((*ops)["state"] == "delivered");
  CHECK((*ops)["tries"] == 2);
}

TEST_CASE("what will never change switches the sink off, and others are told",
          "[integration][alerts][sinks]") {
  const auto order = GENERATE(
      fault("status", {{"status", 404}, {"body", "no_service"}}),
      fault("status", {{"status", 410}, {"body", "channel_is_archived"}}),
      fault("status", {{"status", 403}, {"body", "invalid_token"}}),
      fault("redirect",
            {{"status", 302}, {"location", "http://127.0.0.1:1/elsewhere"}}));
  CAPTURE(order.dump());
  const alert_stage stage{impatient()};
  stage.told.set_fault(order);
  stage.break_openai();
  REQUIRE(eventually([&] { return stage.sink("ops")["state"] == "disabled"; }));
  CHECK(eventually([&] {
    const auto titles = stage.webhook_titles();
    return std::ranges::count(titles, "Alerts to ops are switched off") == 1;
  }));
  CHECK(stage.told.received("/slack/ops").size() == 1);
  CHECK(stage.at.daemon.logs("ops"));
  CHECK(stage.at.daemon.log().find(stage.told.slack_url("ops"))
        == std::string::npos);
  // Its messages wait. Somebody mends it and tries.
  CHECK(stage.sink("ops")["waiting"] == 1);
  stage.told.clear_faults();
  CHECK(stage.command({"test", "--sink", "ops"}).code == 0);
  CHECK(eventually([&] {
    const auto titles = stage.slack_titles();
    return std::ranges::count(titles, "[error] Provider openai is down") == 1;
  }));
  CHECK(stage.sink("ops")["state"] == "good");
}

TEST_CASE("one message that a sink will not have is given up, the next is sent",
          "[integration][alerts][sinks]") {
  const alert_stage stage{impatient()};
  stage.told.set_fault(fault(
      "status", {{"status", 400}, {"body", "invalid_payload"}, {"count", 1}}));
  stage.break_openai();
  REQUIRE(eventually([&] { return stage.sink("ops")["failed"] == 1; }));
  stage.mend_openai();
  CHECK(eventually([&] { return stage.slack_titles().size() == 1; }));
  CHECK(stage.sink("ops")["state"] != "disabled");
}

TEST_CASE("a private address is refused unless it is allowed",
          "[integration][alerts][sinks]") {
  const sinks more;
  // Over TLS, as the configuration wants it of a public place.
  const alert_stage stage{sink_change(
      "inner", {{"kind", "webhook"},
                {"url", "https://127.0.0.1:" + std::to_string(more.port())
                            + "/webhook/inner"}})};
  const auto got = stage.command({"test", "--sink", "inner"});
  CHECK(got.code == 1);
  CHECK_THAT(got.out + got.err, Catch::Contains("allow_private_addresses"));
  CHECK(more.received().empty());
}

TEST_CASE("a sink that hangs makes no caller wait and no stop long",
          "[integration][alerts][sinks]") {
  alert_stage stage;
  stage.told.set_fault(fault("hang"));
  stage.break_openai();
  REQUIRE(
      eventually([&] { return !stage.told.received("/slack/ops").empty(); }));
  for (int i = 0; i < 20; ++i) {
    const stopwatch since;
    CHECK(stage.at.chat("pair").status == 200);
    CHECK(since.milliseconds() < 1'000);
  }
  const stopwatch since;
  auto& process = stage.at.daemon.process();
  process.send_signal(SIGTERM);
  CHECK(process.wait(10s) == 0);
  CHECK(since.milliseconds() < 5'000);
}

} // namespace bellwether::integration
