// The control plane, and what must never be read there or anywhere else.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

namespace bellwether::integration {

namespace {

constexpr const char* key_start = "sk-proj-Abc1";
constexpr const char* key_end = "Zyx9";
const std::string key = std::string{key_start} + "23456789defgh" + key_end;

} // namespace

TEST_CASE("the health report has the tutorial's fields",
          "[integration][control]") {
  const stage at;
  CHECK(at.chat("gpt-4.1").status == 200);
  CHECK(eventually([&] {
    return at.daemon.health()["models"]["gpt-4.1"]["last_check"].is_string();
  }));
  const auto report = at.daemon.health();
  CHECK_THAT(report["timestamp"].get<std::string>(),
             Catch::Matches(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"));
  CHECK(report["overall_health"] == "4/4 models healthy");
  REQUIRE(report["models"].size() == 4);
  for (const auto& [name, model] : report["models"].items()) {
    CAPTURE(name);
    CHECK(model["healthy"] == true);
    CHECK(model["consecutive_failures"] == 0);
    CHECK(model.contains("last_check"));
  }
  CHECK(report["models"]["gemini-2.5-flash"]["last_check"] == nullptr);
}

TEST_CASE("the health report counts attempts, failures and what is running",
          "[integration][control]") {
  const stage at;
  at.sim.fail("openai", "hang_before_headers");
  raw_client client{at.daemon.port()};
  client.send(stream_request("alone"));
  CHECK(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 1; }));
  client.close();
  CHECK(
      eventually([&] { return at.daemon.health("openai")["in_flight"] == 0; }));
  at.sim.fail("openai", "refuse");
  CHECK(at.chat("pair").status == 200);
  CHECK(
      eventually([&] { return at.daemon.health("openai")["failures"] == 1; }));
  const auto openai = at.daemon.health("openai");
  CHECK(openai["attempts"] == 2);
  CHECK(openai["consecutive_failures"] == 1);
  CHECK(openai["state"] == "closed");
  CHECK(openai["max_concurrent"] == 1024);
}

TEST_CASE("the control plane is reached by address or as localhost only",
          "[integration][control]") {
  const stage at;
  const auto* host = GENERATE("rebound.example", "localhost.evil.example",
                              "rebound.example:1", "127.0.0.1.evil.example");
  CAPTURE(host);
  const auto got = get(at.daemon.control_port(), "/health", {{"Host", host}});
  CHECK(got.status == 403);
  CHECK(got.error("code") == "host_not_allowed");
  CHECK(get(at.daemon.control_port(), "/health", {{"Host", "localhost:80"}})
            .status
        == 200);
}

TEST_CASE("the control plane tells its version and knows no other paths",
          "[integration][control]") {
  const stage at;
  const auto version = get(at.daemon.control_port(), "/version");
  CHECK(version.status == 200);
  CHECK_FALSE(version.json()["version"].get<std::string>().empty());
  const auto none = get(at.daemon.control_port(), "/nothing");
  CHECK(none.status == 404);
  CHECK(none.error("code") == "unknown_url");
}

TEST_CASE("a key is in no log, no report and no error",
          "[integration][control][secrets]") {
  const stage at{json{{"providers", {{"openai", {{"api_key_env", "KEY"}}}}}},
                 {"KEY=" + key}};
  const auto echo = "Incorrect API key provided: " + std::string{key_start}
                    + "***********" + key_end + " or all of it: " + key;
  const json body{{"error", {{"message", echo}, {"code", "invalid_api_key"}}}};
  const int status = GENERATE(401, 403, 400, 500, 429, 200);
  CAPTURE(status);
  at.sim.fail("openai",
              {{"kind", "status"}, {"status", status}, {"body", body}});
  std::string seen;
  for (const auto& got : {at.chat("alone"), at.stream("alone")}) {
    CHECK(got.status >= 400);
    for (const auto& [name, value] : got.headers)
      seen += name + value;
    seen += got.body;
  }
  CHECK(eventually([&] {
    return at.daemon.log().find("attempt 1 at openai") != std::string::npos;
  }));
  seen += at.daemon.health().dump() + at.daemon.log();
  CHECK_THAT(seen, !Catch::Contains(key));
  CHECK_THAT(seen, !Catch::Contains(key_start));
  CHECK_THAT(seen, !Catch::Contains(key_end));
}

TEST_CASE("prompts and answers are not logged", "[integration][control]") {
  const stage at;
  at.sim.fail("openai", {{"kind", "status"}, {"status", 500}});
  const json messages =
      json::array({{{"role", "user"}, {"content", "my private matter"}}});
  CHECK(at.chat("pair", {{"messages", messages}}).status == 200);
  CHECK(at.chat("alone", {{"messages", messages}}).status == 503);
  CHECK(eventually([&] {
    return at.daemon.log().find("attempt 1 at openai") != std::string::npos;
  }));
  CHECK_THAT(at.daemon.log(), !Catch::Contains("private"));
}

} // namespace bellwether::integration
