#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace bellwether::settings;
using test::json;
using test::lines;
using test::minimal_with;
using test::problems_of;

namespace {

struct wrong {
  std::string where; ///< JSON pointer
  json value;
  std::string problem; ///< the whole of it
};

void check(const std::vector<wrong>& table) {
  for (const auto& row : table) {
    INFO(row.where << " = " << row.value.dump());
    CHECK(problems_of(minimal_with(row.where, row.value))
          == lines{row.problem});
  }
}

} // namespace

TEST_CASE(
    "a value of the wrong type or out of range is refused with what is "
    "allowed",
    "[settings][validation]") {
  check({
      {"/io_threads", "two",
       "io_threads: is \"two\", must be a whole number from 0 to 256 (0: by "
       "the "
       "cores)"},
      {"/io_threads", 1.5,
       "io_threads: is 1.5, must be a whole number from 0 to 256 (0: by the "
       "cores)"},
      {"/io_threads", 1e300,
       "io_threads: is 1e+300, must be a whole number from 0 to 256 (0: by the "
       "cores)"},
      {"/limits", 3, "limits: is 3, must be an object"},
      {"/limits/header_bytes", 1023,
       "limits.header_bytes: is 1023, must be a whole number from 1024 to "
       "1048576 bytes"},
      {"/requests/timeout_ms", -5,
       "requests.timeout_ms: is -5, must be a whole number from 100 to 3600000 "
       "ms"},
      {"/requests/timeout_ms", nullptr,
       "requests.timeout_ms: is null, must be a whole number from 100 to "
       "3600000 "
       "ms"},
      {"/requests/keep_alive_ms", 999,
       "requests.keep_alive_ms: is 999, must be 0 (none) or a whole number "
       "from 1000 to 600000 ms"},
      {"/health/failure_threshold", true,
       "health.failure_threshold: is true, must be a whole number from 1 to "
       "1000"},
      {"/providers/here/timeouts/connect_ms", 0,
       "providers.here.timeouts.connect_ms: is 0, must be a whole number from "
       "1 "
       "to 120000 ms"},
      {"/models/0/priority", 18446744073709551615U,
       "models[0].priority: is 1.844674407e+19, must be a whole number from 1 "
       "to "
       "1000000"},
      {"/models/0/fallbacks", "auto",
       "models[0].fallbacks: is \"auto\", must be a list"},
      {"/models/0/fallbacks", json::array({1}),
       "models[0].fallbacks[0]: is 1, must be a text"},
      {"/pricing_file", "", "pricing_file: must not be empty"},
  });
}

TEST_CASE("a word that is not allowed is refused with those that are",
          "[settings][validation]") {
  check({
      {"/log_level", "inof",
       "log_level: is \"inof\", must be trace, debug, info, warn, error, "
       "critical or off; did you mean `info`?"},
      {"/models/0/tier", "gold",
       "models[0].tier: is \"gold\", must be economy, standard or premium"},
      {"/routes/auto/strategy", "prioriti",
       "routes.auto.strategy: is \"prioriti\", must be complexity, priority, "
       "cost or listed; did you mean `priority`?"},
      {"/models/0/capabilities", json::array({"tools", "visoin"}),
       "models[0].capabilities: holds \"visoin\", allowed are tools, vision, "
       "audio and json_schema; did you mean `vision`?"},
      {"/providers/here/kind", "x",
       "providers.here.kind: is \"x\", must be openai, anthropic, gemini, "
       "deepseek or openai_compatible"},
      {"/requests/unsupported_parameters", "dorp",
       "requests.unsupported_parameters: is \"dorp\", must be drop or reject; "
       "did you mean `drop`?"},
  });
}

TEST_CASE("an unknown key is answered with the nearest known one",
          "[settings][validation]") {
  check({
      {"/lisen", 1, "lisen: unknown key; did you mean `listen`?"},
      {"/providers/here/timeouts/conect_ms", 1,
       "providers.here.timeouts.conect_ms: unknown key; did you mean "
       "`connect_ms`?"},
      {"/complexity/zzz", 1,
       "complexity.zzz: unknown key; known are standard_from_tokens or "
       "premium_from_tokens"},
  });
}

TEST_CASE("bounds must stand the right way round", "[settings][validation]") {
  check({
      {"/requests/retry_base_ms", 5000,
       "requests.retry_base_ms: retry_base_ms is 5000 ms, must not be above "
       "retry_cap_ms, 2000 ms"},
      {"/health/max_hold_ms", 1,
       "health.max_hold_ms: min_hold_ms is 5000 ms, must not be above "
       "max_hold_ms, 1 ms"},
      {"/complexity/standard_from_tokens", 3000,
       "complexity.standard_from_tokens: standard_from_tokens is 3000, must "
       "not "
       "be above premium_from_tokens, 2000"},
      {"/models/0/max_output_tokens", 200000,
       "models[0].max_output_tokens: is 200000, must not be above "
       "context_window, 128000 tokens"},
  });
}

TEST_CASE("the two listeners must be two addresses of this machine",
          "[settings][validation]") {
  check({
      {"/listen", "example.com:1",
       "listen: is \"example.com:1\", must name an IP address of this machine "
       "or localhost"},
      {"/control", "7301",
       "control: is \"7301\", must be \"HOST:PORT\" or \"[V6]:PORT\" with a "
       "port from 0 to 65535 (0: the system chooses)"},
      {"/control", "localhost:7300",
       "control: listen and control are both on port 7300, must be two "
       "different ports"},
      {"/listen", "127.0.0.1:7301",
       "listen: listen and control are both on port 7301, must be two "
       "different "
       "ports"},
  });
}

TEST_CASE("what every configuration needs is asked for",
          "[settings][validation]") {
  CHECK(test::problems_in("{}")
        == lines{"providers: is missing, must be an object with at least one "
                 "provider",
                 "models: is missing, must be a list with at least one model",
                 "routes: is missing, must be an object with at least one "
                 "route"});
  const auto empty =
      test::problems_in(R"({"providers": {}, "models": [], "routes": {}})");
  REQUIRE(empty.size() == 3);
  CHECK_THAT(empty[0], Catch::StartsWith("providers: is empty"));
  CHECK_THAT(empty[1], Catch::StartsWith("models: is empty"));
  CHECK_THAT(empty[2], Catch::StartsWith("routes: is empty"));
  CHECK(problems_of(minimal_with("/providers/here", json::object()))
        == lines{"providers.here.kind: is missing, must be openai, anthropic, "
                 "gemini, deepseek or openai_compatible",
                 "providers.here.base_url: is missing, must be the URL that "
                 "/chat/completions is added to, such as "
                 "https://api.openai.com/v1"});
}

TEST_CASE("all problems are reported at once, in the order of the file",
          "[settings][validation]") {
  const auto* text = R"({
    "routes": {"auto": {"candidates": ["smal"], "fallback": []}},
    "models": [{"name": "small", "provider": "her", "tier": 3}],
    "listen": "nowhere",
    "providers": {"here": {"kind": "openai", "api_key": "hidden"}}
  })";
  const auto loaded = load_text(text, ".", test::env_of({}));
  const auto& found = std::get<std::vector<problem>>(loaded);
  lines places;
  for (const auto& each : found)
    places.push_back(std::to_string(each.line) + " " + each.path);
  CHECK(places
        == lines{"2 routes.auto.fallback", "2 routes.auto.candidates[0]",
                 "3 models[0].provider", "3 models[0].tier", "4 listen",
                 "5 providers.here.api_key"});
  CHECK(to_string(found[4]).starts_with("line 4: listen: is \"nowhere\", "));
}
