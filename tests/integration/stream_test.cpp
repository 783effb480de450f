// Streams that break, are left, or are read slowly.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

/// A stream of openai that lasts for seconds.
json lasting() {
  return {{"tokens", 1000}, {"chunk_interval_ms", 10}};
}

json impatient() {
  return {{"providers",
           {{"openai",
             {{"timeouts",
               {{"connect_ms", 2000},
                {"first_byte_ms", 400},
                {"idle_ms", 400}}}}}}}};
}

/// After a caller left: nothing is running and nothing is held against the
/// provider.
void check_untouched(const stage& at) {
  CHECK(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 0; }));
  const auto health = at.daemon.health("openai");
  CHECK(health["state"] == "closed");
  CHECK(health["consecutive_failures"] == 0);
  CHECK(health["failures"] == 0);
}

/// How long after `before`, by the simulator's clock, it saw its connection
/// closed; a negative number if it did not.
double closed_after(const stage& at, double before) {
  const bool seen =
      eventually([&] { return at.sim.last("openai")["client_gone"] == true; });
  return seen ? at.sim.last("openai")["closed_at_ms"].get<double>() - before
              : -1;
}

} // namespace

TEST_CASE("a stream that breaks before its content goes on elsewhere unseen",
          "[integration][stream]") {
  const auto fault = GENERATE(json{{"kind", "cut"}, {"after", 0}},
                              json{{"kind", "error_in_stream"}, {"after", 0}});
  CAPTURE(fault);
  const stage at;
  at.sim.fail("openai", fault);
  const auto got = at.stream("pair");
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-provider") == "anthropic");
  CHECK(got.header("x-bellwether-attempts") == "2");
  CHECK(got.done());
  // One role chunk: that of the stream that was sent.
  std::size_t roles = 0;
  for (const auto& event : got.events())
    roles += event.contains("/choices/0/delta/role"_json_pointer) ? 1 : 0;
  CHECK(roles == 1);
}

TEST_CASE("a stream that breaks after content ends in an error event",
          "[integration][stream]") {
  const auto fault =
      GENERATE(json{{"kind", "cut"}, {"after", 3}},
               json{{"kind", "cut"}, {"after", 3}, {"mode", "reset"}},
               json{{"kind", "error_in_stream"}, {"after", 3}});
  CAPTURE(fault);
  const stage at;
  // Slow enough for the first content to be on its way when it breaks.
  at.sim.behave("openai", {{"fault", fault}, {"chunk_interval_ms", 50}});
  raw_client client{at.daemon.port()};
  client.send(stream_request("pair"));
  const auto got = client.read();
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-attempts") == "1");
  CHECK_FALSE(got.content().empty());
  CHECK_FALSE(got.done());
  CHECK_THAT(got.body, !Catch::Contains("[DONE]"));
  // A client that counts chunks sees that the end is missing.
  CHECK_FALSE(got.whole);
  CHECK(client.closed_by_peer());
  const auto last = got.events().back();
  REQUIRE(last.contains("error"));
  CHECK(last["error"]["code"] == "stream_interrupted");
  CHECK(last["error"]["usage"]["completion_tokens"] > 0);
  CHECK(eventually(
      [&] { return at.daemon.health("openai")["consecutive_failures"] == 1; }));
  CHECK(at.sim.requests("anthropic") == 0);
}

TEST_CASE("a stream that falls silent after content ends in an error event",
          "[integration][stream]") {
  const stage at{impatient()};
  at.sim.behave("openai", {{"tokens", 5}, {"chunk_interval_ms", 3000}});
  const stopwatch since;
  const auto got = at.stream("pair");
  CHECK(since.milliseconds() < 2500);
  CHECK_FALSE(got.whole);
  CHECK_FALSE(got.events().empty());
  CHECK(got.events().back()["error"]["code"] == "stream_interrupted");
}

TEST_CASE("a caller that leaves a stream ends it at the provider at once",
          "[integration][stream][departure]") {
  const stage at;
  at.sim.behave("openai", lasting());
  raw_client client{at.daemon.port()};
  client.send(stream_request("pair"));
  REQUIRE(client.read_until("content\":\""));
  const auto before = at.sim.now_ms();
  client.close();
  const auto after = closed_after(at, before);
  CHECK(after >= 0);
  CHECK(after <= 100);
  check_untouched(at);
  CHECK(at.sim.requests("anthropic") == 0);
}

TEST_CASE("a caller that leaves a hanging call ends it at the provider at once",
          "[integration][stream][departure]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const stage at;
  at.sim.fail("openai", "hang_before_headers");
  raw_client client{at.daemon.port()};
  client.send(request_text("POST", "/v1/chat/completions",
                           chat_body("pair", {{"stream", stream}}).dump()));
  REQUIRE(eventually([&] { return at.sim.requests("openai") == 1; }));
  const auto before = at.sim.now_ms();
  client.close();
  const auto after = closed_after(at, before);
  CHECK(after >= 0);
  CHECK(after <= 100);
  check_untouched(at);
  CHECK(at.sim.requests("anthropic") == 0);
}

TEST_CASE("a caller that stops reading holds up nobody and fills no memory",
          "[integration][stream]") {
  const stage at{json{{"io_threads", 1}}};
  [[maybe_unused]] constexpr std::size_t megabyte = 1024UL * 1024;
  CHECK(at.chat("deepseek-v3.2").status == 200);
  [[maybe_unused]] const auto before = at.daemon.resident_bytes();
  // About 25 MB of events, as fast as they are taken.
  at.sim.behave("openai", {{"tokens", 100'000}});
  raw_client slow{at.daemon.port()};
  slow.send(stream_request("pair"));
  REQUIRE(slow.read_until("content\":\""));
  const stopwatch since;
  for (int i = 0; i < 50; ++i)
    CHECK(at.chat("deepseek-v3.2").status == 200);
  CHECK(since.milliseconds() < 2000);
  CHECK(at.sim.last("openai")["finished"] == false);
#ifndef __SANITIZE_ADDRESS__ // it keeps freed memory: the size says nothing
  CHECK(at.daemon.resident_bytes() < before + 8 * megabyte);
#endif
  // It is not lost either.
  const auto got = slow.read();
  CHECK(got.whole);
  CHECK(got.done());
  CHECK(got.events().size() > 100'000);
}

TEST_CASE("keep-alive comments before the first token do no harm",
          "[integration][stream]") {
  const bool stream = GENERATE(false, true);
  CAPTURE(stream);
  const stage at;
  at.sim.behave("deepseek", {{"fault",
                              {{"kind", "keepalive_comments"},
                               {"for_ms", 300},
                               {"interval_ms", 50}}}});
  const auto got =
      stream ? at.stream("deepseek-v3.2") : at.chat("deepseek-v3.2");
  CHECK(got.status == 200);
  CHECK(got.header("x-bellwether-attempts") == "1");
  if (stream)
    CHECK(got.done());
  else
    CHECK(got.json()["choices"].size() == 1);
}

TEST_CASE("a stream without [DONE] but with a finish reason is whole",
          "[integration][stream]") {
  const stage at;
  at.sim.fail("openai", "no_done");
  const auto got = at.stream("pair");
  CHECK(got.status == 200);
  CHECK(got.whole);
  CHECK(got.done());
  CHECK(got.header("x-bellwether-provider") == "openai");
  CHECK(at.daemon.health("openai")["failures"] == 0);
}

TEST_CASE("an answer without usage is charged by its length and says so",
          "[integration][stream]") {
  const stage at;
  at.sim.fail("openai", "drop_usage");
  const auto plain = at.chat("gpt-4.1");
  CHECK(plain.status == 200);
  CHECK(plain.header("x-bellwether-cost-estimated") == "true");
  CHECK(std::stod(plain.header("x-bellwether-cost-usd")) > 0);
  CHECK_FALSE(at.stream("gpt-4.1").trailer("x-bellwether-cost-usd").empty());
}

TEST_CASE("a client that knows no trailers can read a stream",
          "[integration][stream]") {
  const stage at;
  const auto got =
      at.post("/v1/chat/completions", chat_body("gpt-4.1", {{"stream", true}}));
  CHECK(got.status == 200);
  CHECK(got.done());
}

TEST_CASE("a stream's chunks are passed on as they come",
          "[integration][stream]") {
  const stage at;
  at.sim.behave("openai", {{"tokens", 4}, {"chunk_interval_ms", 300}});
  raw_client client{at.daemon.port()};
  client.send(stream_request("gpt-4.1"));
  REQUIRE(client.read_until("content\":\""));
  const auto all = at.sim.last("openai");
  CHECK(all["outcome"] == "running");
  CHECK(client.read().done());
}

} // namespace bellwether::integration
