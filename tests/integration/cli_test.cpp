// The command line as a person meets it.
#include "integration/harness/eventually.hpp"
#include "integration/harness/stage.hpp"

#include <catch2/catch.hpp>

#include <csignal>

namespace bellwether::integration {

namespace {

const std::string secret = "sk-live-0123456789abcdefSECRET";

json wrong_configuration(const simulator& sim) {
  return configuration_for(
      sim, {{"providers",
             {{"openai", {{"api_key", secret}, {"base_url", "ftp://x"}}}}},
            {"requests", {{"timeout_ms", "long"}}},
            {"limitz", json::object()}});
}

finished bellwether(std::vector<std::string> arguments,
                    const environment& variables = {}) {
  arguments.insert(arguments.begin(), BELLWETHER_BINARY);
  return run(arguments, variables);
}

std::string address(std::uint16_t port) {
  return "127.0.0.1:" + std::to_string(port);
}

} // namespace

TEST_CASE("check accepts a good configuration and shows it",
          "[integration][cli]") {
  const simulator sim;
  const temporary_folder folder;
  const auto file = folder / "good.json";
  write_configuration(file, configuration_for(sim));
  const auto got = bellwether({"check", "--config", file});
  CHECK(got.code == 0);
  CHECK_THAT(got.out, Catch::Contains("is valid")
                          && Catch::Contains("claude-sonnet-4.5"));
}

TEST_CASE("check lists every problem at once and shows no secret",
          "[integration][cli]") {
  const simulator sim;
  const temporary_folder folder;
  const auto file = folder / "bad.json";
  write_configuration(file, wrong_configuration(sim));
  const std::string command = GENERATE("check", "serve");
  const auto got = bellwether({command, "--config", file});
  CAPTURE(command, got.err);
  CHECK(got.code == 2);
  CHECK_THAT(got.err, Catch::Contains("providers.openai.base_url")
                          && Catch::Contains("providers.openai.api_key")
                          && Catch::Contains("requests.timeout_ms")
                          && Catch::Contains("limitz")
                          && Catch::Contains("limits"));
  CHECK_THAT(got.out + got.err, !Catch::Contains("SECRET"));
}

TEST_CASE("a configuration that is not there is named", "[integration][cli]") {
  const auto got = bellwether({"serve", "--config", "/nowhere/at-all.json"});
  CHECK(got.code == 2);
  CHECK_THAT(got.err, Catch::Contains("/nowhere/at-all.json"));
}

TEST_CASE("a port that is taken is told and ends the start",
          "[integration][cli]") {
  const stage at;
  const temporary_folder folder;
  const auto file = folder / "good.json";
  write_configuration(file, configuration_for(at.sim));
  const std::string option = GENERATE("--listen", "--control");
  const bool data = option == "--listen";
  const auto taken =
      address(data ? at.daemon.port() : at.daemon.control_port());
  const auto got = bellwether({"serve", "--config", file, option, taken,
                               data ? "--control" : "--listen", "127.0.0.1:0"});
  CAPTURE(option, got.err);
  CHECK(got.code == 1);
  CHECK_THAT(got.err,
             Catch::Contains(taken) && Catch::Contains("cannot listen"));
}

TEST_CASE("version, help and mistakes of the command line",
          "[integration][cli]") {
  const auto version = bellwether({"version"});
  CHECK(version.code == 0);
  CHECK_THAT(version.out, Catch::StartsWith("bellwether "));
  const auto help = bellwether({"--help"});
  CHECK(help.code == 0);
  CHECK_THAT(help.out, Catch::Contains("serve") && Catch::Contains("check")
                           && Catch::Contains("status"));
  CHECK(bellwether({"--version"}).out == version.out);
  const auto misspelt = bellwether({"staus"});
  CHECK(misspelt.code == 2);
  CHECK_THAT(misspelt.err, Catch::Contains("did you mean status?"));
  const auto unknown = bellwether({"serve", "--config", "x", "--lissten", "y"});
  CHECK(unknown.code != 0);
  CHECK_THAT(unknown.out + unknown.err, Catch::Contains("--lissten"));
  CHECK(bellwether({}).code != 0);
}

TEST_CASE("status shows a table of the providers, or the report as JSON",
          "[integration][cli]") {
  const stage at;
  const auto control = address(at.daemon.control_port());
  const auto table = bellwether({"status", "--control", control});
  CHECK(table.code == 0);
  CHECK_THAT(table.out, Catch::Contains("PROVIDER")
                            && Catch::Contains("deepseek")
                            && Catch::Contains("4/4 models healthy")
                            && Catch::Contains("budget monthly: $0.00 of")
                            && Catch::Contains("ledger: 0 attempts"));
  const auto report = bellwether({"status", "--control", control, "--json"});
  CHECK(report.code == 0);
  CHECK(json::parse(report.out)["providers"].size() == 4);
}

TEST_CASE("status says so when it asks the applications' port",
          "[integration][cli]") {
  const stage at;
  const auto got =
      bellwether({"status", "--control", address(at.daemon.port())});
  CHECK(got.code == 1);
  CHECK_THAT(got.err, Catch::Contains("port for applications"));
}

TEST_CASE("status says so when no daemon answers", "[integration][cli]") {
  const simulator sim;
  sim.fail("openai", "refuse");
  const auto got =
      bellwether({"status", "--control", address(sim.port("openai"))});
  CHECK(got.code == 1);
  CHECK_THAT(got.err, Catch::Contains("no daemon answers"));
}

TEST_CASE("the ready file tells the addresses", "[integration][cli]") {
  stage at;
  const auto& ready = at.daemon.ready();
  CHECK(ready["pid"] == at.daemon.process().pid());
  CHECK(ready["listen"]["host"] == "127.0.0.1");
  CHECK(ready["listen"]["url"]
        == "http://127.0.0.1:" + std::to_string(at.daemon.port()));
  CHECK(ready["control"]["port"] != ready["listen"]["port"]);
  const std::string url = ready["listen"]["url"];
  CHECK(eventually(
      [&] { return at.daemon.log().find(url) != std::string::npos; }));
}

TEST_CASE("SIGTERM lets a running stream end and then ends the daemon",
          "[integration][cli]") {
  stage at;
  at.sim.behave("openai", {{"tokens", 30}, {"chunk_interval_ms", 20}});
  raw_client idle{at.daemon.port()};
  idle.send(request_text("GET", "/healthz"));
  CHECK(idle.read().status == 200);
  raw_client client{at.daemon.port()};
  client.send(stream_request("gpt-4.1"));
  REQUIRE(client.read_until("content\":\""));
  at.daemon.process().send_signal(SIGTERM);
  const auto got = client.read();
  CHECK(got.whole);
  CHECK(got.done());
  client.close();
  CHECK(at.daemon.process().wait(std::chrono::seconds{5}) == 0);
  CHECK_THAT(at.daemon.log(), Catch::Contains("SIGTERM"));
}

TEST_CASE("a stop cuts off what does not end in time", "[integration][cli]") {
  stage at{json{{"requests", {{"timeout_ms", 60'000}}},
                {"providers",
                 {{"openai", {{"timeouts", {{"first_byte_ms", 60'000}}}}}}}}};
  at.sim.fail("openai", "hang_before_headers");
  raw_client client{at.daemon.port()};
  client.send(
      request_text("POST", "/v1/chat/completions", chat_body("alone").dump()));
  REQUIRE(eventually([&] { return at.sim.requests("openai") == 1; }));
  auto& process = at.daemon.process();
  process.send_signal(SIGINT);
  SECTION("after its patience") {
    CHECK(process.wait(std::chrono::seconds{15}) == 0);
    CHECK_THAT(at.daemon.log(), Catch::Contains("cut off"));
  }
  SECTION("at once when it is told twice") {
    REQUIRE(eventually(
        [&] { return at.daemon.log().find("SIGINT") != std::string::npos; }));
    process.send_signal(SIGINT);
    CHECK(process.wait(std::chrono::seconds{2}) == 128 + SIGINT);
  }
}

TEST_CASE("a missing key disables its provider with one line",
          "[integration][cli]") {
  const stage at{
      json{{"providers", {{"openai", {{"api_key_env", "TEST_MISSING_KEY"}}}}}}};
  // The log is written by a thread of its own; this line comes last.
  REQUIRE(eventually(
      [&] { return at.daemon.log().find(" serves ") != std::string::npos; }));
  const auto log = at.daemon.log();
  CHECK_THAT(log,
             Catch::Contains("TEST_MISSING_KEY") && Catch::Contains("openai"));
  CHECK(log.find("TEST_MISSING_KEY") == log.rfind("TEST_MISSING_KEY"));
  CHECK(at.daemon.health()["providers"].size() == 3);
  CHECK(at.chat("pair").header("x-bellwether-provider") == "anthropic");
  CHECK(at.chat("gpt-4.1").status == 404);
}

} // namespace bellwether::integration
