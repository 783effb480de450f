#include "http/control/metrics_text.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <sstream>
#include <string>

namespace {

using namespace bellwether;

domain::tally one_call() {
  domain::tally all;
  domain::finished_call call;
  call.model = "m";
  call.status = 200;
  call.latency = std::chrono::milliseconds{15};
  call.cost = domain::money::usd(0.5);
  call.used = {.prompt = 3, .completion = 4};
  all.add(call);
  return all;
}

std::vector<actors::provider_report> one_provider() {
  std::vector<actors::provider_report> out(1);
  out[0].provider.name = "p\"\\";
  out[0].in_flight = 2;
  return out;
}

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("the metrics carry the tutorial's three families",
          "[http][metrics]") {
  const auto text = http::metrics_text(one_call(), {}, {"m"});
  CHECK(has_line(text, "# TYPE ai_requests_total counter"));
  CHECK(has_line(text, R"(ai_requests_total{model="m",status="200"} 1)"));
  CHECK(has_line(text, "# TYPE ai_request_latency_seconds histogram"));
  CHECK(has_line(
      text, R"(ai_request_latency_seconds_bucket{model="m",le="0.01"} 0)"));
  CHECK(has_line(
      text, R"(ai_request_latency_seconds_bucket{model="m",le="0.02"} 1)"));
  CHECK(has_line(
      text, R"(ai_request_latency_seconds_bucket{model="m",le="+Inf"} 1)"));
  CHECK(has_line(text, R"(ai_request_latency_seconds_count{model="m"} 1)"));
  CHECK(has_line(
      text, R"(bellwether_time_to_first_token_seconds_count{model="m"} 0)"));
  CHECK(has_line(text, "# TYPE ai_request_cost_dollars histogram"));
  CHECK(has_line(text, R"(ai_request_cost_dollars_sum{model="m"} 0.5)"));
}

TEST_CASE("a configured model has its series before its first call",
          "[http][metrics]") {
  const auto text = http::metrics_text({}, {}, {"quiet"});
  CHECK(has_line(text, R"(ai_requests_total{model="quiet",status="200"} 0)"));
  CHECK(has_line(text, R"(ai_request_latency_seconds_count{model="quiet"} 0)"));
}

TEST_CASE("label values are escaped", "[http][metrics]") {
  const auto text = http::metrics_text({}, one_provider(), {});
  CHECK(has_line(text, R"(bellwether_provider_in_flight{provider="p\"\\"} 2)"));
}

TEST_CASE("every family is declared once, and no series stands twice",
          "[http][metrics]") {
  const auto text = http::metrics_text(one_call(), one_provider(), {"m", "n"});
  REQUIRE(text.ends_with('\n'));
  std::istringstream lines{text};
  std::set<std::string> seen;
  for (std::string line; std::getline(lines, line);) {
    REQUIRE_FALSE(line.empty());
    const auto key =
        line.starts_with('#') ? line : line.substr(0, line.rfind(' '));
    CHECK(seen.insert(key).second);
  }
}
