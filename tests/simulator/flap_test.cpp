// Faults that come and go.
#include "simulator/flapping.hpp"
#include "simulator/running_simulator.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <thread>

using namespace bellwether::simulator;
using namespace bellwether::simulator::test;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr int long_ms = 600'000;

json flapping(int up_ms, int down_ms, const json& fault) {
  return {{"fault",
           {{"kind", "flap"},
            {"up_ms", up_ms},
            {"down_ms", down_ms},
            {"fault", fault}}}};
}

fault_plan flap_of(fault_kind inner) {
  fault_plan set;
  set.kind = fault_kind::flap;
  set.up = 30ms;
  set.down = 10ms;
  fault_plan other;
  other.kind = inner;
  set.inner = std::make_shared<const fault_plan>(std::move(other));
  return set;
}

bool listens(const running_simulator& sim) {
  return sim.admin("GET", "/providers/openai").json()["listening"].get<bool>();
}

/// Asks until it is so; false after five seconds.
bool becomes(const std::function<bool()>& so) {
  const auto deadline = std::chrono::steady_clock::now() + 5s;
  while (!so()) {
    if (std::chrono::steady_clock::now() > deadline) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

} // namespace

TEST_CASE("a fault that flaps is healthy first and then takes turns",
          "[simulator][flap]") {
  const auto set = flap_of(fault_kind::html);
  const auto [age, kind, change] = GENERATE(
      table<std::chrono::nanoseconds, fault_kind, std::chrono::nanoseconds>({
          {0ms, fault_kind::none, 30ms},
          {29ms, fault_kind::none, 1ms},
          {30ms, fault_kind::html, 10ms},
          {39'999us, fault_kind::html, 1us},
          {40ms, fault_kind::none, 30ms},
          {4'031ms, fault_kind::html, 9ms},
      }));
  CAPTURE(age.count());
  CHECK(fault_at(set, age).kind == kind);
  CHECK(until_change(set, age) == change);
}

TEST_CASE("other faults are what they are at any age", "[simulator][flap]") {
  fault_plan set;
  set.kind = fault_kind::refuse;
  CHECK(fault_at(set, 0s).kind == fault_kind::refuse);
  CHECK(fault_at(set, 99s).kind == fault_kind::refuse);
  CHECK(can_refuse(set));
  CHECK(can_refuse(flap_of(fault_kind::refuse)));
  CHECK_FALSE(can_refuse(flap_of(fault_kind::html)));
  CHECK_FALSE(can_refuse({}));
}

TEST_CASE("a flapping fault hits requests in its turn", "[simulator][flap]") {
  const running_simulator sim;
  const json fault{{"kind", "status"}, {"status", 529}};
  const auto status = [&] {
    return sim.chat(chat_body()).status;
  };
  sim.behave(flapping(long_ms, 1, fault));
  CHECK(status() == 200);
  sim.behave(flapping(1, long_ms, fault));
  CHECK(becomes([&] { return status() == 529; }));
  CHECK(status() == 529);
  CHECK(sim.last_journalled()["fault"] == "status");
  sim.behave(json::object());
  CHECK(status() == 200);
}

TEST_CASE("another field's change does not begin a new turn",
          "[simulator][flap]") {
  const running_simulator sim;
  sim.behave(flapping(300, long_ms, "html"));
  const auto is_html = [&] {
    return sim.chat(chat_body()).has_header("content-type: text/html");
  };
  CHECK_FALSE(is_html());
  REQUIRE(becomes(is_html));
  sim.admin("PATCH", "/providers/openai/behavior", R"({"tokens": 3})");
  CHECK(is_html());
  sim.behave(flapping(long_ms, 300, "html"));
  CHECK_FALSE(is_html());
}

TEST_CASE("a port that flaps really closes, and drops its connections",
          "[simulator][flap]") {
  const running_simulator sim;
  wire open{sim.port()};
  open.send(chat_request(chat_body()));
  REQUIRE(open.read().status == 200);
  sim.behave(flapping(1, long_ms, "refuse"));
  CHECK(open.closed_by_peer());
  REQUIRE(becomes([&] { return !listens(sim); }));
  CHECK_THROWS_AS(wire{sim.port()}, boost::system::system_error);
  sim.behave(json::object());
  CHECK(sim.chat(chat_body()).status == 200);
}

TEST_CASE("a port that flaps opens and closes by itself", "[simulator][flap]") {
  const running_simulator sim;
  sim.behave(flapping(40, 40, "refuse"));
  for (int turn = 0; turn < 3; ++turn) {
    CHECK(becomes([&] { return !listens(sim); }));
    CHECK(becomes([&] { return listens(sim); }));
  }
  sim.behave(json::object());
  CHECK(sim.chat(chat_body()).status == 200);
}

TEST_CASE("a flapping fault is told as it was set", "[simulator][flap]") {
  const running_simulator sim;
  const auto set = flapping(20, 30, {{"kind", "cut"}, {"after", 2}});
  sim.behave(set);
  const auto told =
      sim.admin("GET", "/providers/openai/behavior").json()["fault"];
  auto expected = set["fault"];
  expected["fault"]["mode"] = "eof";
  CHECK(told == expected);
}
