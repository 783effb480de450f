#include "integration/harness/http.hpp"
#include "integration/harness/sinks.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

const json text{{"text", "a"}};

} // namespace

TEST_CASE("bellwether-sinks runs on free ports until it is told to end",
          "[sinks][program]") {
  sinks s;
  CHECK(s.slack_url("ops")
        == "http://127.0.0.1:" + std::to_string(s.port()) + "/slack/ops");
  CHECK(s.smtp_url() == "smtp://127.0.0.1:" + std::to_string(s.smtp_port()));
  CHECK(request(s.port(), "POST", "/slack/ops", text.dump()).status == 200);
  CHECK(request(s.port(), "POST", "/slack/ops", text.dump()).status == 429);
  CHECK(request(s.port(), "POST", "/teams/ops", text.dump()).status == 400);
  CHECK(s.received().size() == 3);
  CHECK(s.received("/slack").size() == 2);
  CHECK(s.accepted("/slack").size() == 1);
  CHECK(s.accepted("/teams").empty());
  CHECK(s.stop() == 0);
}

TEST_CASE("faults and incidents of bellwether-sinks", "[sinks][program]") {
  const sinks s;
  s.set_fault({{"path", "/slack/ops"}, {"fault", "status"}, {"status", 410}});
  CHECK(request(s.port(), "POST", "/slack/ops", text.dump()).status == 410);
  s.clear_faults();
  CHECK(request(s.port(), "POST", "/slack/ops", text.dump()).status == 200);
  CHECK_THROWS(s.set_fault({{"path", "/slack/ops"}, {"fault", "boom"}}));
  CHECK(s.incidents().empty());
}

TEST_CASE("bellwether-sinks wants the signature of the secret that it is given",
          "[sinks][program]") {
  const json event{{"type", "a"},
                   {"timestamp", "2026-11-23T04:05:06Z"},
                   {"data", json::object()}};
  const sinks s{{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}};
  request(s.port(), "POST", "/webhook/a", event.dump());
  CHECK(s.received().back().at("objections").dump().find("webhook-signature")
        != std::string::npos);
}

TEST_CASE("bellwether-sinks refuses what is no secret", "[sinks][program]") {
  const auto ended = run({BELLWETHER_SINKS_BINARY, "--port", "0", "--smtp-port",
                          "0", "--secret", "whsec_c2hvcnQ="});
  CHECK(ended.code != 0);
  CHECK(ended.err.find("--secret") != std::string::npos);
}

TEST_CASE("bellwether-sinks says when a port is taken", "[sinks][program]") {
  const sinks s;
  const auto ended = run({BELLWETHER_SINKS_BINARY, "--smtp-port", "0", "--port",
                          std::to_string(s.port())});
  CHECK(ended.code == 1);
  CHECK(ended.err.find("cannot listen on") != std::string::npos);
}

} // namespace bellwether::integration
