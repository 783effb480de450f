// Nobody can answer: the caller gets one honest error.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

json status(int code) {
  return {{"kind", "status"}, {"status", code}};
}

} // namespace

TEST_CASE("when every provider is down the error lists the attempts",
          "[integration][exhausted]") {
  const stage at;
  at.sim.fail("openai", "refuse");
  at.sim.fail("anthropic", status(500));
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const auto got = stream ? at.stream("pair") : at.chat("pair");
  CHECK(got.status == 503);
  CHECK(got.header("content-type") == "application/json");
  CHECK(got.error("type") == "service_unavailable_error");
  REQUIRE(got.has("retry-after"));
  CHECK(std::stoi(got.header("retry-after")) >= 1);
  CHECK(got.header("x-should-retry") == "false");
  CHECK(got.header("x-bellwether-attempts") == "2");
  const std::string message = got.error("message");
  CHECK_THAT(message, Catch::Contains("openai/gpt-4.1")
                          && Catch::Contains("anthropic/claude-sonnet-4.5")
                          && Catch::Contains("500"));
}

TEST_CASE("when every provider limits the rate the caller gets a 429",
          "[integration][exhausted]") {
  const stage at;
  at.sim.fail({{"kind", "rate_limit"}, {"retry_after", 7}});
  for (int turn = 0; turn < 2; ++turn) {
    CAPTURE(turn);
    const auto got = at.chat("pair");
    CHECK(got.status == 429);
    CHECK(got.error("type") == "rate_limit_error");
    CHECK(got.error("code") == "rate_limit_exceeded");
    CHECK(got.header("x-should-retry") == "false");
    const auto wait = std::stoi(got.header("retry-after"));
    CHECK(wait >= 5);
    CHECK(wait <= 7);
  }
  // The second time nobody was asked.
  CHECK(at.sim.requests() == 2);
}

TEST_CASE("no caller is told 401 for a key that is ours",
          "[integration][exhausted]") {
  const int code = GENERATE(401, 403, 402);
  const stage at;
  at.sim.fail(status(code));
  for (int turn = 0; turn < 2; ++turn) {
    CAPTURE(code, turn);
    const auto got = at.chat("pair");
    CHECK(got.status == 503);
    CHECK(got.error("code") == "provider_unavailable");
    CHECK(got.header("x-should-retry") == "false");
  }
  CHECK(at.daemon.health("openai")["state"] == "misconfigured");
}

TEST_CASE("when every provider answers nonsense the caller gets a 502",
          "[integration][exhausted]") {
  const stage at;
  at.sim.fail("invalid_json_200");
  const auto got = at.chat("pair");
  CHECK(got.status == 502);
  CHECK(got.header("x-should-retry") == "false");
}

TEST_CASE("a daemon whose providers are all out is not ready",
          "[integration][exhausted]") {
  const stage at{json{{"health", {{"failure_threshold", 1}}}}};
  CHECK(get(at.daemon.port(), "/readyz").status == 200);
  at.sim.fail("refuse");
  CHECK(at.chat("auto").status == 503);
  CHECK(eventually(
      [&] { return get(at.daemon.port(), "/readyz").status == 503; }));
  CHECK(get(at.daemon.port(), "/readyz").has("retry-after"));
  CHECK(get(at.daemon.port(), "/healthz").status == 200);
  CHECK(at.daemon.health()["overall_health"] == "0/4 models healthy");
}

} // namespace bellwether::integration
