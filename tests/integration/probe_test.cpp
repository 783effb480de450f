// Active probes: who is asked, when, and who pays.
#include "integration/harness/eventually.hpp"
#include "integration/harness/native.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace bellwether::integration {

namespace {

/// Probes as often as they can be, and holds of a moment.
json probing(const char* kind, const json& more = json::object()) {
  json out{{"health",
            {{"min_hold_ms", 300},
             {"max_hold_ms", 300},
             {"misconfigured_hold_ms", 300},
             {"probe",
              {{"kind", kind}, {"interval_ms", 1000}, {"timeout_ms", 500}}}}}};
  out.merge_patch(more);
  return out;
}

struct native_stage : stage {
  explicit native_stage(const json& changes)
      : stage{changes, {}, native_configuration} {}
};

json probes(const stage& at, const std::string& provider) {
  const auto health = at.daemon.health(provider);
  return {{"all", health["probes"]}, {"failed", health["probes_failed"]}};
}

std::string state_of(const stage& at, const std::string& provider) {
  return at.daemon.health(provider)["state"];
}

/// Three calls in a row fail at openai.
void bring_down(const stage& at, const std::string& route, const json& fault) {
  at.sim.fail("openai", fault);
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat(route).status == 200);
  REQUIRE(eventually([&] { return state_of(at, "openai") != "closed"; }));
}

json status(int code) {
  return {{"kind", "status"}, {"status", code}};
}

} // namespace

TEST_CASE("every kind of provider is probed by its list of models",
          "[integration][probe]") {
  const native_stage at{probing("models")};
  for (const auto& name : simulator::providers()) {
    CAPTURE(name);
    CHECK(eventually([&] { return probes(at, name)["all"] >= 2; }));
    CHECK(probes(at, name)["failed"] == 0);
    CHECK(state_of(at, name) == "closed");
    CHECK(at.daemon.health(name)["last_check"].is_string());
    // They were no calls of anybody's.
    CHECK(at.sim.requests(name) >= 2);
    CHECK(at.sim.journal(name).empty());
    CHECK(at.daemon.health(name)["attempts"] == 0);
  }
}

TEST_CASE("a provider that nobody calls comes back by a probe",
          "[integration][probe]") {
  const auto* kind = GENERATE("models", "completion");
  CAPTURE(kind);
  const native_stage at{probing(kind)};
  bring_down(at, "auto", GENERATE(status(500), json("refuse"), status(401)));
  REQUIRE(eventually([&] { return probes(at, "openai")["failed"] > 0; }));
  CHECK(state_of(at, "openai") != "closed");
  const auto calls = at.daemon.health("openai")["attempts"];
  at.sim.recover("openai");
  CHECK(eventually([&] { return state_of(at, "openai") == "closed"; }));
  CHECK(at.daemon.health("openai")["attempts"] == calls);
}

TEST_CASE("a probe that is not answered fails in its own time",
          "[integration][probe]") {
  const native_stage at{probing("models")};
  at.sim.fail("openai",
              GENERATE(json("hang_before_headers"), json("hang_after_headers"),
                       json{{"kind", "slow_headers"}, {"interval_ms", 50}}));
  CHECK(eventually([&] { return probes(at, "openai")["failed"] >= 3; },
                   std::chrono::seconds{15}));
  CHECK(state_of(at, "openai") != "closed");
  CHECK(at.daemon.logs("a probe of openai failed"));
}

TEST_CASE("what a probe's answer does not tell harms nobody",
          "[integration][probe]") {
  // A restricted key may be good for answers alone.
  const json no_scope{
      {"kind", "status"},
      {"status", 401},
      {"body",
       {{"error",
         {{"message",
           "You have insufficient permissions for this operation. "
           "Missing scopes: api.model.read"}}}}}};
  const auto fault =
      GENERATE_COPY(status(404), status(405), status(501), status(403),
                    no_scope, status(302), json("html"), json("empty_200"));
  CAPTURE(fault);
  const native_stage at{probing("models")};
  at.sim.fail("openai", fault);
  REQUIRE(eventually([&] { return probes(at, "openai")["all"] >= 2; }));
  CHECK(probes(at, "openai")["failed"] == 0);
  CHECK(state_of(at, "openai") == "closed");
}

TEST_CASE("providers that traffic tells of are not probed",
          "[integration][probe]") {
  const native_stage at{probing("models")};
  REQUIRE(eventually([&] { return probes(at, "openai")["all"] >= 1; }));
  const auto before = probes(at, "openai")["all"];
  const auto others = probes(at, "google")["all"].get<int>();
  REQUIRE(eventually([&] {
    CHECK(at.chat("gpt-4.1").status == 200);
    return probes(at, "google")["all"] >= others + 2;
  }));
  CHECK(probes(at, "openai")["all"] <= before.get<int>() + 1);
}

TEST_CASE("probes that are off ask nobody", "[integration][probe]") {
  const native_stage at{probing(
      "off", {{"providers", {{"google", {{"probe", {{"kind", "models"}}}}}}}})};
  REQUIRE(eventually([&] { return probes(at, "google")["all"] >= 2; }));
  CHECK(probes(at, "openai")["all"] == 0);
  CHECK(at.sim.requests("openai") == 0);
}

TEST_CASE("a probe that costs something is no caller's spend",
          "[integration][probe]") {
  const native_stage at{probing("completion")};
  for (const auto& name : simulator::providers()) {
    CAPTURE(name);
    REQUIRE(eventually([&] { return at.sim.journal(name).size() >= 2; }));
    CHECK(probes(at, name)["failed"] == 0);
    CHECK(at.daemon.health(name)["attempts"] == 0);
  }
  const auto costs = get(at.daemon.control_port(), "/costs").json();
  CAPTURE(costs.dump(2));
  CHECK(costs["spent_usd"] == 0);
  CHECK(costs["total_requests"] == 0);
  CHECK(costs["probe_usd"] > 0);
  for (const auto& name : simulator::providers())
    CHECK(costs["probes"][name]["total_cost"] > 0);
}

TEST_CASE("a daemon stops though probes are out", "[integration][probe]") {
  native_stage at{
      probing("models", {{"health", {{"probe", {{"timeout_ms", 60'000}}}}}})};
  at.sim.fail("hang_before_headers");
  REQUIRE(eventually([&] { return probes(at, "openai")["all"] >= 1; }));
  REQUIRE(eventually([&] { return at.sim.open_connections("openai") == 1; }));
  const stopwatch since;
  at.daemon.process().send_signal(SIGTERM);
  CHECK(at.daemon.process().wait(std::chrono::seconds{10}) == 0);
  CHECK(since.milliseconds() < 2000);
}

} // namespace bellwether::integration
