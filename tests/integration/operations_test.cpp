// What operators read of a running daemon: /health, /availability, /events.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <memory>
#include <vector>

namespace bellwether::integration {

namespace {

const json short_holds{{"health",
                        {{"min_hold_ms", 300},
                         {"max_hold_ms", 300},
                         {"probe", {{"kind", "off"}}}}}};

json page(const stage& at, const std::string& path) {
  const auto got = get(at.daemon.control_port(), path);
  CHECK(got.status == 200);
  return got.json();
}

json events(const stage& at, const std::string& query = "") {
  return page(at, "/events?format=json" + query)["events"];
}

/// Has openai held out by three requests that fail there.
void lose_openai(const stage& at) {
  at.sim.fail("openai", {{"kind", "status"}, {"status", 500}});
  for (int i = 0; i < 3; ++i)
    CHECK(at.chat("pair").status == 200);
  REQUIRE(eventually(
      [&] { return at.daemon.health("openai")["state"] != "closed"; }));
}

std::unique_ptr<raw_client> follow(const stage& at,
                                   const std::string& query = "",
                                   const header_list& headers = {}) {
  auto out = std::make_unique<raw_client>(at.daemon.control_port());
  out->send(request_text("GET", "/events" + query, "", headers));
  return out;
}

const json& window(const json& availability, const std::string& name) {
  for (const auto& each : availability["windows"])
    if (each["window"] == name)
      return each;
  throw std::runtime_error{"no window " + name};
}

} // namespace

TEST_CASE("the health report tells of a provider that is held out",
          "[integration][operations]") {
  const stage at{json{{"health", {{"probe", {{"kind", "off"}}}}}}};
  lose_openai(at);
  const auto openai = at.daemon.health("openai");
  CHECK(openai["state"] == "open");
  CHECK(openai["since"].is_string());
  CHECK(openai["hold_until"].is_string());
  CHECK(openai["hold_until"] > openai["since"]);
  CHECK(openai["error_rate"] == 1.0);
  CHECK(openai["reason"].is_string());
  CHECK(openai["failures"] == 3);
  CHECK(openai["queued"] == 0);
  CHECK(openai["shed"] == 0);
  CHECK(openai["probes"] == 0);
  const auto anthropic = at.daemon.health("anthropic");
  CHECK(anthropic["hold_until"] == nullptr);
  CHECK(anthropic["traffic_share"] == 1.0);
  CHECK(anthropic["limit"].get<int>() > 0);
}

TEST_CASE("the health report tells how fast a model is",
          "[integration][operations]") {
  const stage at;
  for (int i = 0; i < 30; ++i) {
    CHECK(at.stream("alone").done());
    CHECK(at.chat("alone").status == 200);
  }
  CHECK(eventually([&] {
    const auto model = at.daemon.health("openai")["models"][0];
    return model["first_token_ms"]["p95"].is_number()
           && model["answer_ms"]["p50"].is_number();
  }));
  const auto idle = at.daemon.health("google")["models"][0];
  CHECK(idle["first_token_ms"]["p50"] == nullptr);
  CHECK(idle["remaining"]["requests"] == nullptr);
}

TEST_CASE(
    "the objective tells what callers saw and what a provider alone "
    "would have given",
    "[integration][operations]") {
  const stage at{short_holds};
  const auto before = page(at, "/availability");
  CHECK(before["objective_percent"] == 99.9);
  CHECK(window(before, "5m")["availability_percent"] == nullptr);
  CHECK(at.daemon.health()["availability"]["availability_percent"] == nullptr);
  lose_openai(at);
  CHECK(eventually([&] {
    return window(page(at, "/availability"), "30d")["requests"] == 3;
  }));
  const auto after = page(at, "/availability");
  for (const auto* name : {"5m", "1h", "6h", "30d"}) {
    CAPTURE(name);
    const auto& now = window(after, name);
    CHECK(now["availability_percent"] == 100.0);
    CHECK(now["failed"] == 0);
    CHECK(now["burn_rate"] == 0.0);
    CHECK(now["saved_requests"] == 3);
    CHECK(
        now["providers"]["openai"]
        == json{{"availability_percent", 0.0}, {"answered", 0}, {"failed", 3}});
    CHECK(now["providers"]["anthropic"]["availability_percent"] == 100.0);
    CHECK(now["providers"]["google"]["availability_percent"] == nullptr);
  }
  CHECK(at.daemon.health()["availability"]["saved_requests"] == 3);
}

TEST_CASE("requests that nobody answered use the error budget up",
          "[integration][operations]") {
  const stage at{short_holds};
  at.sim.fail("openai", "refuse");
  CHECK(at.chat("alone").status == 503);
  CHECK(eventually(
      [&] { return page(at, "/availability")["budget_left_percent"] < 0; }));
  const auto now = window(page(at, "/availability"), "1h");
  CHECK(now["failed"] == 1);
  CHECK(now["burn_rate"] == 1000.0);
  CHECK(now["saved_requests"] == 0);
}

TEST_CASE("every change of state is an event with its cause",
          "[integration][operations]") {
  const stage at{short_holds};
  CHECK(events(at).empty());
  const auto live = follow(at);
  REQUIRE(live->read_until(": changes"));
  lose_openai(at);
  REQUIRE(live->read_until("\"to\":\"open\""));
  at.sim.recover("openai");
  REQUIRE(eventually([&] {
    return at.chat("pair").header("x-bellwether-provider") == "openai";
  }));
  REQUIRE(live->read_until("\"to\":\"closed\""));
  CHECK_THAT(live->received(),
             Catch::Contains("text/event-stream")
                 && Catch::Contains("event: provider_state\n"));
  const auto all = events(at);
  CHECK(all[0]["id"] == 1);
  CHECK(all[0]["provider"] == "openai");
  CHECK(all[0]["until"].is_string());
  std::string state = "closed";
  for (const auto& event : all) {
    CHECK(event["from"] == state);
    CHECK_FALSE(event["cause"].get<std::string>().empty());
    state = event["to"];
  }
  CHECK(state == "closed");
}

TEST_CASE("a follower that was away gets what it missed",
          "[integration][operations]") {
  const stage at{short_holds};
  lose_openai(at);
  const auto first = follow(at, "?after=0");
  REQUIRE(first->read_until("\"to\":\"open\""));
  const auto header = follow(at, "", {{"Last-Event-ID", "0"}});
  REQUIRE(header->read_until("id: 1\n"));
  const auto number = events(at).size();
  const auto late = follow(at, "?after=" + std::to_string(number));
  REQUIRE(late->read_until(": changes"));
  at.sim.recover("openai");
  REQUIRE(eventually([&] {
    return at.chat("pair").header("x-bellwether-provider") == "openai";
  }));
  REQUIRE(late->read_until("\"to\":\"closed\""));
  CHECK_THAT(late->received(), !Catch::Contains("id: 1\n"));
}

TEST_CASE("eight follow the events, the ninth is refused, and /health answers",
          "[integration][operations]") {
  const stage at;
  std::vector<std::unique_ptr<raw_client>> followers;
  for (int i = 0; i < 8; ++i) {
    followers.push_back(follow(at));
    REQUIRE(followers.back()->read_until(": changes"));
  }
  const auto ninth = get(at.daemon.control_port(), "/events");
  CHECK(ninth.status == 503);
  CHECK(ninth.error("code") == "too_many_followers");
  CHECK(at.daemon.health()["overall_health"] == "4/4 models healthy");
  followers.front()->close();
  CHECK(
      eventually([&] { return follow(at)->read_until("text/event-stream"); }));
}

TEST_CASE("a daemon that stops ends its followers' streams",
          "[integration][operations]") {
  stage at;
  const auto one = follow(at);
  REQUIRE(one->read_until(": changes"));
  at.daemon.process().send_signal(SIGTERM);
  CHECK(at.daemon.process().wait(std::chrono::seconds{3}) == 0);
  CHECK(one->closed_by_peer());
}

TEST_CASE("status tells of the outage, and what was saved",
          "[integration][operations][cli]") {
  const stage at{json{{"health", {{"probe", {{"kind", "off"}}}}}}};
  lose_openai(at);
  CHECK(eventually([&] {
    return at.daemon.health()["availability"]["saved_requests"] == 3;
  }));
  const auto got =
      run({BELLWETHER_BINARY, "status", "--control",
           "127.0.0.1:" + std::to_string(at.daemon.control_port())});
  CHECK(got.code == 0);
  CHECK_THAT(got.out,
             Catch::Contains("openai is down and left alone until 20")
                 && Catch::Contains("100 % of 3 requests answered in 30 days "
                                    "(objective 99.9 %, 100 % of the error "
                                    "budget left); 3 saved by rerouting"));
}

} // namespace bellwether::integration
