// Streams that are too slow, and callers that wait for them.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

json stream_limits(const json& limits) {
  return {{"providers", {{"openai", {{"stream", limits}}}}}};
}

/// Stays silent for so long before the answer, but for comments.
json comments_for(int ms) {
  return {{"kind", "keepalive_comments"}, {"for_ms", ms}, {"interval_ms", 50}};
}

json keep_alive_each_second() {
  return {{"requests", {{"keep_alive_ms", 1000}}}};
}

} // namespace

TEST_CASE("keep-alive comments do not put off the first token's limit",
          "[integration][guard]") {
  const stage at{stream_limits({{"first_token_ms", 400}})};
  at.sim.fail("openai", comments_for(20'000));
  const stopwatch since;
  const auto got = at.stream("pair");
  CHECK(got.header("x-bellwether-provider") == "anthropic");
  CHECK(got.done());
  CHECK(since.milliseconds() < 3000);
  CHECK(at.daemon.health("openai")["failures"] == 1);
  CHECK(at.daemon.logs("no first token came within 400 ms"));
}

TEST_CASE("the first token's limit counts before the answer's head too",
          "[integration][guard]") {
  const stage at{stream_limits({{"first_token_ms", 400}})};
  at.sim.fail("openai", "hang_before_headers");
  const stopwatch since;
  CHECK(at.stream("pair").header("x-bellwether-provider") == "anthropic");
  CHECK(since.milliseconds() < 2000);
}

TEST_CASE("a model's own limit wins over its provider's",
          "[integration][guard]") {
  auto changes = stream_limits({{"first_token_ms", 20'000}});
  changes["models"] = configuration_for(simulator{})["models"];
  for (auto& model : changes["models"])
    if (model["name"] == "gpt-4.1")
      model["stream"] = {{"first_token_ms", 400}};
  const stage at{changes};
  at.sim.fail("openai", comments_for(20'000));
  CHECK(at.stream("pair").header("x-bellwether-provider") == "anthropic");
}

TEST_CASE("a pause between two tokens breaks a stream off",
          "[integration][guard]") {
  const stage at{stream_limits({{"between_tokens_ms", 400}})};
  at.sim.behave("openai", {{"tokens", 5}, {"chunk_interval_ms", 3000}});
  const stopwatch since;
  const auto got = at.stream("pair");
  CHECK(since.milliseconds() < 2500);
  CHECK_FALSE(got.whole);
  const auto last = got.events().back();
  CHECK(last["error"]["code"] == "stream_interrupted");
  CHECK_THAT(last["error"]["message"].get<std::string>(),
             Catch::Contains("no further token came within 400 ms"));
}

TEST_CASE("a trickle of tokens breaks a stream off", "[integration][guard]") {
  const stage at{
      stream_limits({{"min_tokens_per_second", 50}, {"rate_window_ms", 1000}})};
  at.sim.behave("openai", {{"tokens", 200}, {"chunk_interval_ms", 100}});
  const auto got = at.stream("pair");
  CHECK_FALSE(got.whole);
  CHECK_THAT(got.events().back()["error"]["message"].get<std::string>(),
             Catch::Contains("fewer than 50 tokens a second came"));
  // A provider that keeps the pace is not touched.
  at.sim.behave("openai", {{"tokens", 400}, {"chunk_interval_ms", 5}});
  CHECK(at.stream("pair").done());
}

TEST_CASE("a stream that never ends is broken off at its total limit",
          "[integration][guard]") {
  const stage at{stream_limits({{"total_ms", 500}})};
  at.sim.behave("openai", {{"tokens", 10'000}, {"chunk_interval_ms", 10}});
  const auto got = at.stream("pair");
  CHECK_FALSE(got.whole);
  CHECK_THAT(got.events().back()["error"]["message"].get<std::string>(),
             Catch::Contains("did not end within 500 ms"));
}

TEST_CASE("a caller that reads slowly does not make its provider slow",
          "[integration][guard]") {
  const stage at{stream_limits({{"between_tokens_ms", 300},
                                {"min_tokens_per_second", 50},
                                {"rate_window_ms", 1000},
                                {"total_ms", 5000}})};
  at.sim.behave("openai", {{"tokens", 100'000}});
  raw_client slow{at.daemon.port()};
  slow.send(stream_request("pair"));
  REQUIRE(slow.read_until("content\":\""));
  // The provider is held back for longer than any of its limits.
  const auto sent = [&] {
    return at.sim.last("openai")["completion_tokens"];
  };
  const stopwatch since;
  CHECK(eventually([&] { return since.milliseconds() > 1500; }));
  CHECK(sent() < 100'000);
  const auto got = slow.read();
  CHECK(got.whole);
  CHECK(got.done());
  CHECK(at.daemon.health("openai")["failures"] == 0);
}

TEST_CASE("comments keep a silent stream open and leave failover possible",
          "[integration][guard][keep-alive]") {
  auto changes = keep_alive_each_second();
  changes["providers"]["openai"]["timeouts"]["first_byte_ms"] = 1500;
  const stage at{changes};
  at.sim.fail("openai", "hang_before_headers");
  const auto got = at.stream("pair");
  CHECK(got.status == 200);
  CHECK(got.body.starts_with(": keep-alive\n\n"));
  CHECK(got.done());
  CHECK(got.whole);
  // Who answered was not known when the stream was opened.
  CHECK_FALSE(got.has("x-bellwether-provider"));
  CHECK(got.trailer("x-bellwether-provider") == "anthropic");
}

TEST_CASE("a stream that was kept open ends in an error if nobody answers",
          "[integration][guard][keep-alive]") {
  auto changes = keep_alive_each_second();
  changes["providers"]["openai"]["timeouts"]["first_byte_ms"] = 1500;
  const stage at{changes};
  at.sim.fail("openai", "hang_before_headers");
  const auto got = at.stream("alone");
  CHECK(got.status == 200);
  CHECK_FALSE(got.whole);
  const auto last = got.events().back();
  CHECK(last["error"]["code"] == "providers_unavailable");
  CHECK_THAT(last["error"]["message"].get<std::string>(),
             Catch::Contains("openai/gpt-4.1: timed_out"));
}

TEST_CASE("comments come in the silence between two tokens too",
          "[integration][guard][keep-alive]") {
  const stage at{keep_alive_each_second()};
  at.sim.behave("openai", {{"tokens", 2}, {"chunk_interval_ms", 1500}});
  const auto got = at.stream("pair");
  CHECK(got.done());
  CHECK_THAT(got.body, Catch::Contains(": keep-alive\n\n"));
  CHECK_FALSE(got.body.starts_with(":"));
  CHECK(got.header("x-bellwether-provider") == "openai");
}

TEST_CASE("without keep-alive a silent stream answers with a status",
          "[integration][guard][keep-alive]") {
  json changes{{"requests", {{"keep_alive_ms", 0}}}};
  changes["providers"]["openai"]["timeouts"]["first_byte_ms"] = 1500;
  const stage at{changes};
  at.sim.fail("openai", "hang_before_headers");
  CHECK(at.stream("alone").status == 503);
}

} // namespace bellwether::integration
