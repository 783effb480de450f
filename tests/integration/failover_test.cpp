// One provider fails in every way there is; the caller notices nothing.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

json status(int code) {
  return {{"kind", "status"}, {"status", code}};
}

json answer_with(int code, json body) {
  return {{"kind", "status"}, {"status", code}, {"body", std::move(body)}};
}

json model_gone() {
  return answer_with(
      404, {{"error",
             {{"message", "The model `gpt-4.1-upstream` does not exist"},
              {"type", "invalid_request_error"},
              {"param", nullptr},
              {"code", "model_not_found"}}}});
}

/// Short waits for providers that hang.
json impatient() {
  return {{"providers",
           {{"openai",
             {{"timeouts",
               {{"connect_ms", 2000},
                {"first_byte_ms", 200},
                {"idle_ms", 200}}}}}}}};
}

/// One provider may be asked again and again, soon.
json persistent(int max_wait_ms, int max_attempts = 8) {
  return {{"requests",
           {{"max_attempts", max_attempts},
            {"max_wait_ms", max_wait_ms},
            {"retry_base_ms", 1},
            {"retry_cap_ms", 10}}}};
}

/// Has openai fail with `fault` and asks for a plain answer and for a stream,
/// each of a daemon that knows nothing yet.
void check_unseen(const json& fault) {
  for (const bool stream : {false, true}) {
    CAPTURE(fault, stream);
    const stage at{impatient()};
    at.sim.fail("openai", fault);
    const auto got = stream ? at.stream("pair") : at.chat("pair");
    CHECK(got.status == 200);
    CHECK(got.whole);
    CHECK(got.header("x-bellwether-provider") == "anthropic");
    CHECK(got.header("x-bellwether-model") == "claude-sonnet-4.5");
    CHECK(got.header("x-bellwether-attempts") == "2");
    if (stream)
      CHECK(got.done());
    else
      CHECK(got.json()["choices"].size() == 1);
    // The content is the second provider's alone.
    CHECK(at.sim.last("anthropic")["finished"] == true);
  }
}

} // namespace

TEST_CASE("a provider that cannot be reached or hangs is not noticed",
          "[integration][failover]") {
  const auto* fault = GENERATE("refuse", "reset", "hang_before_headers",
                               "hang_after_headers", "garbage");
  check_unseen(fault);
}

TEST_CASE("a provider that is in trouble is not noticed",
          "[integration][failover]") {
  check_unseen(status(GENERATE(500, 502, 503, 504, 520, 529, 408, 409, 425)));
}

TEST_CASE("a provider that limits the rate is not noticed",
          "[integration][failover]") {
  check_unseen(GENERATE(json("rate_limit"),
                        json{{"kind", "rate_limit"}, {"retry_after", 30}},
                        json("quota")));
}

TEST_CASE("a provider that is not set up rightly is not noticed",
          "[integration][failover]") {
  check_unseen(GENERATE(status(401), status(402), status(403), model_gone(),
                        answer_with(404, "404 page not found"), status(405),
                        answer_with(302, "")));
}

TEST_CASE("a provider that answers nonsense is not noticed",
          "[integration][failover]") {
  check_unseen(
      GENERATE(json("html"), json("empty_200"), json("invalid_json_200"),
               json("error_in_200"), json{{"kind", "cut"}, {"after", 0}},
               json{{"kind", "cut"}, {"after", 0}, {"mode", "reset"}}));
}

TEST_CASE("a caller's mistake goes back to the caller and harms no health",
          "[integration][failover]") {
  const int code = GENERATE(400, 413, 422);
  const bool stream = GENERATE(false, true);
  CAPTURE(code, stream);
  const stage at;
  at.sim.fail("openai", status(code));
  for (int i = 0; i < 4; ++i) {
    const auto got = stream ? at.stream("pair") : at.chat("pair");
    CHECK(got.status == code);
    CHECK(got.error("type") == "invalid_request_error");
    CHECK(got.header("x-bellwether-attempts") == "1");
  }
  CHECK(at.sim.requests("anthropic") == 0);
  CHECK(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 0; }));
  const auto health = at.daemon.health("openai");
  CHECK(health["state"] == "closed");
  CHECK(health["consecutive_failures"] == 0);
  CHECK(health["failures"] == 0);
}

TEST_CASE("a connection that went stale in the pool is no failure",
          "[integration][failover]") {
  const stage at;
  at.sim.fail("openai", "close_after_response");
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  for (int i = 0; i < 20; ++i) {
    const auto got = stream ? at.stream("pair") : at.chat("pair");
    CHECK(got.status == 200);
    CHECK(got.header("x-bellwether-provider") == "openai");
    CHECK(got.header("x-bellwether-attempts") == "1");
  }
  const auto health = at.daemon.health("openai");
  CHECK(health["failures"] == 0);
  CHECK(health["consecutive_failures"] == 0);
}

TEST_CASE("connections to a provider are used again",
          "[integration][failover]") {
  const stage at{json{{"io_threads", 1}}};
  for (int i = 0; i < 3; ++i) {
    CHECK(at.chat("gpt-4.1").status == 200);
    CHECK(at.stream("gpt-4.1").status == 200);
  }
  const auto all = at.sim.journal("openai");
  REQUIRE(all.size() == 6);
  for (const auto& entry : all)
    CHECK(entry["connection"] == all.front()["connection"]);
}

TEST_CASE("attempts never exceed the limit", "[integration][failover]") {
  const stage at{persistent(500, 3)};
  at.sim.fail(status(500));
  const auto got = at.chat("auto");
  CHECK(got.status == 503);
  CHECK(got.header("x-bellwether-attempts") == "3");
  CHECK(at.sim.requests() == 3);
}

TEST_CASE("the only provider is asked again after a failure that may pass",
          "[integration][failover]") {
  const stage at{persistent(500)};
  at.sim.behave("openai", {{"fault", status(500)}, {"times", 1}});
  const auto got = at.chat("alone");
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-attempts") == "2");
}

TEST_CASE("a short Retry-After of the only provider is waited for",
          "[integration][failover]") {
  const stage at{persistent(2000)};
  at.sim.behave(
      "openai",
      {{"fault", {{"kind", "rate_limit"}, {"retry_after", 1}}}, {"times", 1}});
  const stopwatch since;
  const auto got = at.chat("alone");
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-attempts") == "2");
  CHECK(since.milliseconds() >= 950);
  CHECK(since.milliseconds() < 2500);
}

} // namespace bellwether::integration
