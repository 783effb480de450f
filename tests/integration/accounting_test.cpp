// What calls came to, as the control plane tells it.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

json costs(const stage& at) {
  return get(at.daemon.control_port(), "/costs").json();
}

std::string metrics(const stage& at) {
  return get(at.daemon.control_port(), "/metrics").body;
}

/// Waits until so many calls are counted; what they came to.
json costs_of(const stage& at, int calls) {
  REQUIRE(eventually([&] { return costs(at)["total_requests"] == calls; }));
  return costs(at);
}

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("the costs are those that the callers were told",
          "[integration][accounting]") {
  const stage at;
  const auto plain = at.chat("gpt-4.1");
  const auto stream = at.stream("gpt-4.1");
  const auto other =
      at.post("/v1/prompt", {{"prompt", "Hi"}, {"model", "deepseek-v3.2"}});
  const auto got = costs_of(at, 3);
  const double gpt = std::stod(plain.header("x-bellwether-cost-usd"))
                     + std::stod(stream.trailer("x-bellwether-cost-usd"));
  const auto& by_model = got["costs_by_model"];
  CHECK(by_model["gpt-4.1"]["requests"] == 2);
  CHECK(by_model["gpt-4.1"]["total_cost"].get<double>() == Approx(gpt));
  CHECK(by_model["deepseek-v3.2"]["total_cost"].get<double>()
        == Approx(other.json()["estimated_cost_usd"].get<double>()));
  CHECK(got["spent_usd"].get<double>()
        == Approx(gpt + other.json()["estimated_cost_usd"].get<double>()));
}

TEST_CASE("calls are counted by the status that the caller saw",
          "[integration][accounting]") {
  const stage at;
  CHECK(at.chat("gpt-4.1").status == 200);
  at.sim.fail("openai", {{"kind", "status"}, {"status", 400}});
  CHECK(at.chat("gpt-4.1").status == 400);
  at.sim.fail("openai", {{"kind", "cut"}, {"after", 2}});
  CHECK_FALSE(at.stream("gpt-4.1").whole);
  at.sim.behave("openai", {{"tokens", 500}, {"chunk_interval_ms", 10}});
  {
    raw_client client{at.daemon.port()};
    client.send(stream_request("gpt-4.1"));
    REQUIRE(client.read_until("content\":\""));
  }
  for (const auto* status : {"200", "400", "502", "499"}) {
    CAPTURE(status);
    CHECK(eventually([&] {
      return has_line(metrics(at),
                      R"(ai_requests_total{model="gpt-4.1",status=")"
                          + std::string{status} + R"("} 1)");
    }));
  }
  // The ledger counts answers, and all that was tried.
  REQUIRE(eventually([&] { return costs(at)["total_attempts"] == 4; }));
  const auto got = costs(at);
  CHECK(got["total_requests"] == 1);
  CHECK(got["failed_attempts"] == 2);
}

TEST_CASE("every configured model has its series from the start",
          "[integration][accounting]") {
  const stage at;
  const auto got = get(at.daemon.control_port(), "/metrics");
  CHECK(got.status == 200);
  CHECK(got.header("content-type")
        == "text/plain; version=0.0.4; charset=utf-8");
  for (const auto* model :
       {"deepseek-v3.2", "gemini-2.5-flash", "gpt-4.1", "claude-sonnet-4.5"})
    CHECK(has_line(got.body, R"(ai_requests_total{model=")" + std::string{model}
                                 + R"(",status="200"} 0)"));
  CHECK(has_line(got.body, "# TYPE ai_request_latency_seconds histogram"));
  CHECK(has_line(got.body, "# TYPE ai_request_cost_dollars histogram"));
  CHECK(got.body.ends_with('\n'));
}

TEST_CASE("a model that callers made up is in no metric",
          "[integration][accounting]") {
  const stage at;
  CHECK(at.chat("made-up-by-a-caller").status == 404);
  CHECK(at.chat("gpt-4.1").status == 200);
  CHECK(eventually([&] {
    return has_line(metrics(at),
                    R"(ai_requests_total{model="gpt-4.1",status="200"} 1)");
  }));
  CHECK_THAT(metrics(at), !Catch::Contains("made-up"));
}

} // namespace bellwether::integration
