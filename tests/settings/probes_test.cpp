#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace bellwether;
using namespace bellwether::settings;
using namespace std::chrono_literals;
using domain::probe_kind;
using test::json;
using test::lines;
using test::minimal;
using test::minimal_with;
using test::problems_of;

namespace {

/// minimal() and a second provider, `vectors`, that has no chat model.
json with_vectors() {
  auto config = minimal();
  config["providers"]["vectors"] = config["providers"]["here"];
  config["models"].push_back(
      {{"name", "v"}, {"provider", "vectors"}, {"task", "embeddings"}});
  return config;
}

} // namespace

TEST_CASE("a provider is probed as health.probe says, but for its own keys",
          "[settings][probes]") {
  auto config = with_vectors();
  config["health"] = {
      {"probe",
       {{"kind", "off"}, {"interval_ms", 1'000}, {"timeout_ms", 100}}}};
  config["providers"]["vectors"]["probe"] = {{"kind", "models"},
                                             {"timeout_ms", 120'000}};
  const auto read = test::load(config);
  const auto& here = read.providers[0].probe;
  CHECK(here.kind == probe_kind::off);
  CHECK(here.interval == 1s);
  CHECK(here.timeout == 100ms);
  const auto& vectors = read.providers[1].probe;
  CHECK(vectors.kind == probe_kind::models);
  CHECK(vectors.interval == 1s);
  CHECK(vectors.timeout == 120s);
}

TEST_CASE("a provider's own probe is validated like the common one",
          "[settings][probes]") {
  for (const std::string at : {"health", "providers.here"}) {
    auto place = "/" + at + "/probe";
    place.replace(place.find('.') == place.npos ? 0 : place.find('.'), 1, "/");
    const auto problem = [&](const std::string& key, const json& value) {
      const auto found = problems_of(minimal_with(place + "/" + key, value));
      REQUIRE(found.size() == 1);
      return found[0];
    };
    const auto start = at + ".probe.";
    CHECK(problem("kind", "model")
          == start
                 + "kind: is \"model\", must be models, completion or off; "
                   "did you mean `models`?");
    CHECK(problem("interval_ms", 999)
          == start
                 + "interval_ms: is 999, must be a whole number from 1000 to "
                   "86400000 ms");
    CHECK(problem("timeout_ms", 120'001)
          == start
                 + "timeout_ms: is 120001, must be a whole number from 100 to "
                   "120000 ms");
    CHECK(problem("intervall_ms", 1)
          == start + "intervall_ms: unknown key; did you mean `interval_ms`?");
    CHECK(problems_of(minimal_with(place, "off"))
          == lines{at + ".probe: is \"off\", must be an object"});
  }
}

TEST_CASE("a probe for an answer needs a chat model at its provider",
          "[settings][probes]") {
  auto config = with_vectors();
  config["providers"]["here"]["probe"] = {{"kind", "completion"}};
  CHECK(test::load(config).providers[0].probe.kind == probe_kind::completion);
  config["providers"]["vectors"]["probe"] = {{"kind", "completion"}};
  CHECK(problems_of(config)
        == lines{"providers.vectors.probe.kind: is \"completion\", must be "
                 "models or off: provider vectors has no chat model to ask"});
}

TEST_CASE("a common probe for answers says which provider cannot give any",
          "[settings][probes]") {
  auto config = with_vectors();
  config["health"] = {{"probe", {{"kind", "completion"}}}};
  CHECK(problems_of(config)
        == lines{"health.probe.kind: is \"completion\", but provider vectors "
                 "has no chat model to ask; set providers.vectors.probe.kind "
                 "to models or off"});
  config["providers"]["vectors"]["probe"] = {{"kind", "off"}};
  CHECK(test::load(config).providers[1].probe.kind == probe_kind::off);
  // Whether a model is missing cannot be told while one is astray.
  config["models"][0]["provider"] = "hree";
  CHECK(problems_of(config).size() == 1);
}
