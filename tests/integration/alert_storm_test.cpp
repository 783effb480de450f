// Ten thousand alerts at once.
#include "integration/harness/alert_stage.hpp"
#include "integration/harness/eventually.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

namespace bellwether::integration {

namespace {

using namespace std::chrono_literals;

/// 2,500 budgets that the first answer exhausts: four thresholds each.
json many_budgets() {
  auto out = json::array();
  for (int i = 0; i < 2'500; ++i)
    out.push_back({{"name", "b" + std::to_string(i)},
                   {"limit_usd", 0.000000001},
                   {"when_exceeded", "alert"},
                   {"forecast_percent", nullptr},
                   {"spike_factor", nullptr}});
  return {{"budgets", out}, {"alerts", {{"flood", {{"window_s", 3}}}}}};
}

/// The value of the first sample that begins so.
double sample(const std::string& metrics, const std::string& start) {
  const auto at = metrics.find("\n" + start);
  REQUIRE(at != std::string::npos);
  const auto end = metrics.find('\n', at + 1);
  return std::stod(metrics.substr(metrics.rfind(' ', end - 1) + 1));
}

} // namespace

TEST_CASE("ten thousand alerts in a second are a few messages and a digest",
          "[integration][alerts]") {
  const alert_stage stage{many_budgets()};
  REQUIRE(stage.at.chat("pair").status == 200); // the daemon is warm
  [[maybe_unused]] const auto before = stage.at.daemon.resident_bytes();
  REQUIRE(eventually(
      [&] {
        for (const auto& each : stage.told.accepted("/webhook/audit"))
          if (each.at("body").at("type") == "digest.flood")
            return true;
        return false;
      },
      30s));
  // Nobody who calls feels it.
  for (int i = 0; i < 20; ++i) {
    const stopwatch since;
    CHECK(stage.at.chat("pair").status == 200);
    CHECK(since.milliseconds() < 1'000);
  }
  std::size_t single = 0;
  std::string digest;
  for (const auto& each : stage.told.accepted("/webhook/audit")) {
    const auto& body = each.at("body");
    if (body.at("type") == "digest.flood")
      digest = body.at("data").at("title");
    else
      ++single;
  }
  CHECK(single == 20);
  CHECK_THAT(digest, Catch::StartsWith("9980 alerts in "));
  const auto metrics = get(stage.at.daemon.control_port(), "/metrics").body;
  CHECK(sample(metrics, "bellwether_alert_messages_folded_total{sink=\"audit\"")
        == 9'980);
  CHECK(stage.alerts().at("active").size() <= 10'000);
#ifndef __SANITIZE_ADDRESS__ // it keeps freed memory: the size says nothing
  CHECK(stage.at.daemon.resident_bytes() < before + (200U << 20U));
#endif
}

} // namespace bellwether::integration
