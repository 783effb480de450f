#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace bellwether;
using namespace bellwether::settings;
using namespace std::chrono_literals;
using test::json;
using test::lines;
using test::minimal;
using test::minimal_with;

TEST_CASE("what is not configured has its default", "[settings][load]") {
  const auto read = test::load(minimal());
  const struct settings defaults;
  CHECK(read.listen == defaults.listen);
  CHECK(read.control == defaults.control);
  CHECK(read.log_level == defaults.log_level);
  CHECK(read.limits.body_bytes == defaults.limits.body_bytes);
  CHECK(read.requests.timeout == defaults.requests.timeout);
  CHECK(read.health.hold.base == defaults.health.hold.base);
  CHECK(read.notes.empty());
  REQUIRE(read.providers.size() == 1);
  const provider plain;
  CHECK(read.providers[0].timeouts.first_byte == plain.timeouts.first_byte);
  CHECK(read.providers[0].concurrency.most == plain.concurrency.most);
  CHECK_FALSE(read.providers[0].needs_key);
  REQUIRE(read.catalog.deployments.size() == 1);
  const auto& model = read.catalog.deployments[0];
  CHECK(model.upstream_name == "small");
  CHECK(model.tier == domain::tier::standard);
  CHECK(model.family == domain::model_family::other);
  CHECK(model.capabilities == domain::capabilities{});
  CHECK(read.catalog.routes.at("auto").strategy
        == domain::strategy::complexity);
}

TEST_CASE("every key of the server arrives in its field", "[settings][load]") {
  auto config = minimal();
  config.update(json::parse(R"({
    "$schema": "x", "listen": "[::1]:1", "control": "127.0.0.1:2",
    "io_threads": 3, "log_level": "warn",
    "limits": {"max_connections": 4, "header_bytes": 2000, "body_bytes": 3000,
      "header_timeout_ms": 101, "body_timeout_ms": 102,
      "idle_timeout_ms": 103, "write_timeout_ms": 104},
    "requests": {"timeout_ms": 201, "stream_timeout_ms": 202,
      "max_attempts": 5, "max_wait_ms": 203, "retry_base_ms": 204,
      "retry_cap_ms": 205, "unsupported_parameters": "reject",
      "keep_alive_ms": 1000},
    "health": {"failure_threshold": 6, "min_hold_ms": 301, "max_hold_ms": 302,
      "rate_limit_min_hold_ms": 303, "rate_limit_max_hold_ms": 304,
      "misconfigured_hold_ms": 305},
    "complexity": {"standard_from_tokens": 7, "premium_from_tokens": 8}
  })"));
  const auto read = test::load(config);
  CHECK(to_string(read.listen) == "[::1]:1");
  CHECK(to_string(read.control) == "127.0.0.1:2");
  CHECK(read.io_threads == 3);
  CHECK(read.log_level == "warn");
  CHECK(read.limits.max_connections == 4);
  CHECK(read.limits.header_bytes == 2000);
  CHECK(read.limits.body_bytes == 3000);
  CHECK(read.limits.header_timeout == 101ms);
  CHECK(read.limits.body_timeout == 102ms);
  CHECK(read.limits.idle_timeout == 103ms);
  CHECK(read.limits.write_timeout == 104ms);
  CHECK(read.requests.timeout == 201ms);
  CHECK(read.requests.stream_timeout == 202ms);
  CHECK(read.requests.failover.max_attempts == 5);
  CHECK(read.requests.failover.max_wait == 203ms);
  CHECK(read.requests.failover.retry.base == 204ms);
  CHECK(read.requests.failover.retry.cap == 205ms);
  CHECK(read.requests.unsupported == unsupported_parameters::reject);
  CHECK(read.requests.keep_alive == 1s);
  CHECK(read.health.failure_threshold == 6);
  CHECK(read.health.hold.base == 301ms);
  CHECK(read.health.hold.cap == 302ms);
  CHECK(read.health.rate_limit_hold.base == 303ms);
  CHECK(read.health.rate_limit_hold.cap == 304ms);
  CHECK(read.health.misconfigured_hold == 305ms);
  CHECK(read.catalog.thresholds.standard_from_tokens == 7);
  CHECK(read.catalog.thresholds.premium_from_tokens == 8);
}

TEST_CASE("every key of providers, models and routes arrives in its field",
          "[settings][load]") {
  const auto read = test::load(json::parse(R"({
    "providers": {
      "z": {"kind": "deepseek"},
      "a": {"kind": "openai", "base_url": "http://[::1]:1/v1//",
        "timeouts": {"connect_ms": 1, "first_byte_ms": 2, "idle_ms": 3},
        "limits": {"max_concurrent": 4, "max_idle_connections": 0},
        "headers": {"X-Team": "blue", "X-Other": "a b"}}
    },
    "models": [
      {"name": "m", "provider": "a", "upstream_name": "org/m:free",
       "tier": "premium", "priority": 1e0, "context_window": 100,
       "max_output_tokens": 50, "price": {"flat_usd_per_mtok": 0.42},
       "capabilities": ["vision", "json_schema"], "fallbacks": ["r"]},
      {"name": "m", "provider": "z", "context_window": 10}
    ],
    "routes": {
      "r": {"strategy": "cost", "candidates": ["m"]},
      "s": {"strategy": "listed", "candidates": ["m"], "fallbacks": ["r"]}
    }
  })"));
  REQUIRE(read.providers.size() == 2);
  CHECK(read.catalog.providers
        == lines{read.providers[0].name, read.providers[1].name});
  const auto& a =
      read.providers[0].name == "a" ? read.providers[0] : read.providers[1];
  CHECK(a.kind == provider_kind::openai);
  CHECK(a.base_url == "http://[::1]:1/v1");
  CHECK(a.timeouts.connect == 1ms);
  CHECK(a.timeouts.first_byte == 2ms);
  CHECK(a.timeouts.idle == 3ms);
  CHECK(a.concurrency.most == 4);
  CHECK(a.max_idle_connections == 0);
  REQUIRE(a.headers.size() == 2);
  const auto& models = read.catalog.deployments;
  REQUIRE(models.size() == 2);
  CHECK(read.catalog.providers[models[0].provider] == "a");
  CHECK(read.catalog.providers[models[1].provider] == "z");
  CHECK(models[0].upstream_name == "org/m:free");
  CHECK(models[0].tier == domain::tier::premium);
  CHECK(models[0].priority == 1);
  CHECK(models[0].context_window == 100);
  CHECK(models[0].max_output_tokens == 50);
  CHECK(models[0].price == domain::price::flat(domain::money::usd(0.42)));
  CHECK(
      models[0].capabilities
      == domain::capabilities{
          .tools = false, .vision = true, .audio = false, .json_schema = true});
  CHECK(models[0].fallbacks == lines{"r"});
  CHECK(models[1].max_output_tokens == 10); // the default, within the window
  CHECK(read.catalog.routes.at("r").strategy == domain::strategy::cost);
  CHECK(read.catalog.routes.at("s").fallbacks == lines{"r"});
}

TEST_CASE("every kind but openai_compatible knows where its provider is",
          "[settings][load]") {
  const auto at = [](const char* kind) {
    auto config = minimal();
    config["providers"]["here"] = {{"kind", kind}};
    return test::load(config);
  };
  CHECK(at("openai").providers[0].base_url == "https://api.openai.com/v1");
  CHECK(at("anthropic").providers[0].base_url
        == "https://api.anthropic.com/v1");
  CHECK(at("gemini").providers[0].base_url
        == "https://generativelanguage.googleapis.com/v1beta");
  CHECK(at("deepseek").providers[0].base_url == "https://api.deepseek.com");
  CHECK(at("gemini").providers[0].kind == provider_kind::gemini);
  CHECK(at("anthropic").notes
        == lines{"provider here is called without a key: neither api_key_env "
                 "nor api_key_file is set"});
}

TEST_CASE("a probe is given up only after whatever may prove a provider",
          "[settings][load]") {
  const auto patience = [](const json& config) {
    return test::load(config).health.probe_patience;
  };
  CHECK(patience(minimal()) == domain::health_policy{}.probe_patience);
  CHECK(patience(minimal_with("/requests/timeout_ms", 600'000)) == 610s);
  auto config = minimal_with("/requests/timeout_ms", 1'000);
  CHECK(patience(config) == domain::health_policy{}.probe_patience);
  auto& streams = config["providers"]["here"]["stream"];
  streams = {{"first_token_ms", 200'000}};
  CHECK(patience(config) == 210s);
  config["models"][0]["stream"] = {{"first_token_ms", 300'000}};
  CHECK(patience(config) == 310s);
  // Without a limit of its own a stream may be silent until it must end.
  config["models"][0]["stream"] = {{"first_token_ms", 0}};
  CHECK(patience(config) == 610s);
  config["models"][0]["stream"]["total_ms"] = 150'000;
  CHECK(patience(config) == 160s);
}

TEST_CASE("an active probe has its own time as well", "[settings][load]") {
  auto config = minimal_with("/health/probe/timeout_ms", 120'000);
  config["requests"] = {{"timeout_ms", 1'000}};
  const auto read = test::load(config);
  CHECK(read.health.probe_patience >= read.providers[0].probe.timeout + 10s);
}

TEST_CASE("a listener that other machines reach is noted", "[settings][load]") {
  const auto read = test::load(minimal_with("/listen", "0.0.0.0:7300"));
  CHECK(read.notes
        == lines{"listens on 0.0.0.0: other machines reach it, and need a "
                 "caller's key"});
}

TEST_CASE("a file that cannot be read is one problem that names it",
          "[settings][load]") {
  const test::temporary_folder folder;
  const auto of = [](const std::string& path) {
    const auto loaded = load_file(path, test::env_of({}));
    return to_string(std::get<std::vector<problem>>(loaded).at(0));
  };
  CHECK(of(folder.path() + "/none.json")
        == folder.path() + "/none.json: does not exist");
  CHECK(of(folder.path()) == folder.path() + ": is no regular file");
  folder.write("bad.json", "{");
  CHECK_THAT(of(folder.path() + "/bad.json"),
             Catch::StartsWith("line 1, column "));
}
