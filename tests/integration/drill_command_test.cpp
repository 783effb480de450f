// `bellwether drill` at a live daemon that people use meanwhile.
#include "integration/harness/drill_stage.hpp"
#include "integration/harness/eventually.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace bellwether::integration {

TEST_CASE("callers feel no fault while another candidate is there",
          "[integration][drill][cli]") {
  const std::string fault =
      GENERATE("refuse", "hang", "slow", "500", "429", "cut", "garbage");
  CAPTURE(fault);
  const drill_stage at;
  callers asking{at};
  REQUIRE(eventually([&] { return asking.answered > 0; }));
  const auto got = run(at.command(fault, "1500ms"), admin_environment());
  asking.stop();
  CAPTURE(got.out, got.err);
  CHECK(asking.failed == 0);
  CHECK(got.code == 0);
  const auto report = at.report();
  REQUIRE(report.is_object());
  CHECK(report["callers_felt_it"] == false);
  const auto& drill = report["drill"];
  CHECK(drill["state"] == "time_up");
  CHECK(drill["requests"] > 0);
  CHECK(drill["requests"] <= 2 * asking.answered.load() + 1);
  CHECK(drill["failed"] == 0);
  CHECK(drill["hit"] > 0);
  if (fault == "slow") {
    CHECK_THAT(got.out, Catch::Contains("waited 50 ms longer for openai"));
  } else {
    CHECK(drill["rerouted"] == drill["hit"]);
    CHECK(drill["time_to_detect_ms"].is_number());
    CHECK(drill["time_to_recover_ms"].is_number());
    CHECK_THAT(got.out, Catch::Contains("No caller felt it"));
  }
  CHECK_THAT(at.page(), Catch::StartsWith("# Drill: " + fault + " at openai"));
}

TEST_CASE("a drill that callers feel stops by itself",
          "[integration][drill][cli]") {
  const drill_stage at;
  callers asking{at, "alone"};
  REQUIRE(eventually([&] { return asking.answered > 0; }));
  const auto got = run(at.command("500", "60s"), admin_environment());
  asking.stop();
  CHECK(got.code == 1);
  CHECK_THAT(got.out, Catch::Contains("Callers felt it"));
  const auto report = at.report();
  CHECK(report["callers_felt_it"] == true);
  CHECK(report["drill"]["state"] == "in_danger");
}

TEST_CASE("Ctrl-C stops a drill, and its report is written",
          "[integration][drill][cli]") {
  const drill_stage at;
  callers asking{at};
  child_process command{at.command("refuse", "60s"), admin_environment(),
                        at.reports / "command"};
  REQUIRE(eventually([&] {
    const auto drill = at.drill();
    return drill.is_object() && drill["hit"] > 0;
  }));
  command.send_signal(GENERATE(SIGINT, SIGTERM));
  CHECK(command.wait(std::chrono::seconds{8}) == 0);
  CHECK(at.drill()["state"] == "stopped");
  CHECK(at.report()["drill"]["state"] == "stopped");
  asking.stop();
  CHECK(asking.failed == 0);
}

TEST_CASE("the drill command says why it could not run",
          "[integration][drill][cli]") {
  const drill_stage at;
  auto arguments = at.command("500", "60s");
  SECTION("a wrong key") {
    const auto got = run(arguments, {"ADMIN=wrong"});
    CHECK(got.code == 1);
    CHECK_THAT(got.err, Catch::Contains("admin key")
                            && Catch::Contains("--admin-key-file")
                            && !Catch::Contains("wrong"));
  }
  SECTION("no key") {
    const auto got = run(arguments);
    CHECK(got.code == 2);
    CHECK_THAT(got.err, Catch::Contains("--admin-key-env ADMIN"));
  }
  SECTION("an unknown provider") {
    arguments[3] = "opnai";
    const auto got = run(arguments, admin_environment());
    CHECK(got.code == 2);
    CHECK_THAT(got.err, Catch::Contains("anthropic"));
  }
  SECTION("an unknown fault") {
    arguments[5] = "explode";
    CHECK(run(arguments, admin_environment()).code == 2);
  }
  SECTION("a drill that runs already") {
    at.start(drill_order("hang"));
    const auto got = run(arguments, admin_environment());
    CHECK(got.code == 1);
    CHECK_THAT(got.err, Catch::Contains("a drill is running"));
  }
  CHECK(at.report() == nullptr);
}

} // namespace bellwether::integration
