// What a daemon that is killed in an outage knows when it is back.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace bellwether::integration {

namespace {

constexpr int hold_ms = 4000;

json remembering(const json& more = json::object()) {
  json out{{"state_dir", "state"},
           {"health", {{"min_hold_ms", hold_ms}, {"max_hold_ms", hold_ms}}}};
  out.merge_patch(more);
  return out;
}

std::filesystem::path memory_of(const stage& at) {
  return at.daemon.folder() / "state" / "memory.json";
}

/// Whether the memory holds that openai is in this state.
bool remembers(const stage& at, const std::string& state) {
  const auto memory = json::parse(read_file(memory_of(at)), nullptr, false);
  return memory.is_object()
         && memory["providers"]["openai"].value("state", "") == state;
}

/// An outage of openai, as the memory has it.
void bring_down(const stage& at) {
  at.sim.fail("openai", {{"kind", "status"}, {"status", 500}});
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat("pair").status == 200);
  REQUIRE(eventually([&] { return remembers(at, "open"); }));
}

} // namespace

TEST_CASE("a provider that was held out stays held out over kill -9",
          "[integration][restart]") {
  stage at{remembering()};
  for (int i = 0; i < 25; ++i)
    CHECK(at.chat("pair").header("x-bellwether-provider") == "openai");
  bring_down(at);
  const stopwatch since;
  at.daemon.kill();
  at.daemon.restart();
  const auto asked = at.sim.requests("openai");
  const auto health = at.daemon.health("openai");
  CHECK(health["state"] == "open");
  CHECK(health["hold_seconds"] > 0);
  CHECK(health["consecutive_failures"] == 3);
  CHECK_FALSE(health["reason"].is_null());
  // What it took to answer is known too.
  CHECK(health["models"][0]["answer_ms"]["p50"].is_number());

  at.sim.recover("openai");
  while (at.daemon.health("openai")["hold_seconds"] > 0.2) {
    CHECK(at.chat("pair").header("x-bellwether-provider") == "anthropic");
    CHECK(at.sim.requests("openai") == asked);
  }
  CHECK(eventually([&] {
    return at.chat("pair").header("x-bellwether-provider") == "openai";
  }));
  CHECK(since.milliseconds() >= hold_ms - 500);
}

TEST_CASE("a provider that is back after a restart has a slow start",
          "[integration][restart]") {
  stage at{remembering({{"health",
                         {{"min_hold_ms", 300},
                          {"max_hold_ms", 300},
                          {"slow_start_ms", 60'000}}}})};
  bring_down(at);
  at.sim.recover("openai");
  REQUIRE(eventually([&] {
    return at.chat("pair").header("x-bellwether-provider") == "openai";
  }));
  REQUIRE(eventually([&] { return remembers(at, "closed"); }));
  at.daemon.kill();
  at.daemon.restart();
  CHECK(at.daemon.health("openai")["state"] == "closed");
  CHECK(at.daemon.health("openai")["traffic_share"] < 0.5);
}

TEST_CASE("a memory that is too old is not taken up",
          "[integration][restart]") {
  stage at{remembering({{"health", {{"memory_ms", 1}}}})};
  bring_down(at);
  at.daemon.kill();
  at.daemon.restart();
  CHECK(at.daemon.health("openai")["state"] == "closed");
  CHECK(at.daemon.logs("too old"));
}

TEST_CASE("a damaged memory costs a line in the log and no more",
          "[integration][restart]") {
  stage at{remembering()};
  bring_down(at);
  at.daemon.kill();
  const auto whole = read_file(memory_of(at));
  const std::string damaged =
      GENERATE_COPY(whole.substr(0, whole.size() / 2), std::string{"\0\xff", 2},
                    std::string{"[]"}, std::string(200'000, '['));
  std::ofstream{memory_of(at)} << damaged;
  at.daemon.restart();
  CHECK(at.daemon.logs("the memory is damaged"));
  CHECK(at.daemon.health("openai")["state"] == "closed");
  CHECK(at.chat("pair").status == 200);
}

TEST_CASE("a daemon that stops in order remembers as well",
          "[integration][restart]") {
  stage at{remembering()};
  bring_down(at);
  at.daemon.process().send_signal(SIGTERM);
  REQUIRE(at.daemon.process().wait(std::chrono::seconds{10}) == 0);
  at.daemon.restart();
  CHECK(at.daemon.health("openai")["state"] == "open");
}

TEST_CASE("two daemons do not share a state folder", "[integration][restart]") {
  const stage at{remembering()};
  const auto second = run({BELLWETHER_BINARY, "serve", "--config",
                           at.daemon.folder() / "bellwether.json", "--listen",
                           "127.0.0.1:0", "--control", "127.0.0.1:0"});
  CHECK(second.code == 1);
  CHECK_THAT(second.err, Catch::Contains("is in use by another daemon"));
  CHECK_THAT(second.err, Catch::Contains("state"));
  CHECK(at.chat("pair").status == 200);
}

} // namespace bellwether::integration
