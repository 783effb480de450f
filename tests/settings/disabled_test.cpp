#include "domain/plan.hpp"
#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace bellwether;
using namespace bellwether::settings;
using test::json;
using test::lines;
using test::problems_of;

namespace {

/// Three providers with a variable each; `both` stands at a and b.
json three() {
  return json::parse(R"({
    "default_price": {"flat_usd_per_mtok": 1},
    "providers": {
      "a": {"kind": "openai", "api_key_env": "A_KEY"},
      "b": {"kind": "openai", "api_key_env": "B_KEY"},
      "c": {"kind": "openai", "api_key_env": "C_KEY"}
    },
    "models": [
      {"name": "only-a", "provider": "a", "fallbacks": ["all"]},
      {"name": "both", "provider": "a"},
      {"name": "both", "provider": "b", "fallbacks": ["only-a", "only-c"]},
      {"name": "only-c", "provider": "c"}
    ],
    "routes": {
      "all": {"candidates": ["only-a", "both", "only-c"]},
      "just-a": {"candidates": ["only-a"]},
      "then": {"candidates": ["only-a"], "fallbacks": ["last"]},
      "last": {"candidates": ["only-c"]},
      "a-last": {"candidates": ["only-a"], "fallbacks": ["just-a"]}
    }
  })");
}

} // namespace

TEST_CASE("a provider without its key is left out, the others carry on",
          "[settings][disabled]") {
  const auto read = test::load(three(), {{"B_KEY", "k"}, {"C_KEY", "k"}});
  CHECK(read.catalog.providers == lines{"b", "c"});
  REQUIRE(read.providers.size() == 2);
  CHECK(read.providers[0].name == "b");
  const auto& models = read.catalog.deployments;
  REQUIRE(models.size() == 2);
  CHECK(models[0].name == "both");
  CHECK(models[0].provider == 0);
  CHECK(models[0].fallbacks == lines{"only-a", "only-c"});
  CHECK(models[1].name == "only-c");
  CHECK(models[1].provider == 1);
  CHECK(read.catalog.routes.at("all").candidates == lines{"both", "only-c"});
}

TEST_CASE("a route with nothing left is left out, one with a fallback is not",
          "[settings][disabled]") {
  const auto read = test::load(three(), {{"B_KEY", "k"}, {"C_KEY", "k"}});
  const auto& routes = read.catalog.routes;
  CHECK_FALSE(routes.contains("just-a"));
  CHECK_FALSE(routes.contains("a-last")); // its only fallback is gone too
  REQUIRE(routes.contains("then"));
  CHECK(routes.at("then").candidates.empty());
  CHECK(routes.at("then").fallbacks == lines{"last"});
  const auto few = test::load(three(), {{"B_KEY", "k"}});
  CHECK_FALSE(few.catalog.routes.contains("then"));
}

TEST_CASE("each thing that is left out has one clear line",
          "[settings][disabled]") {
  const auto read = test::load(three(), {{"B_KEY", "k"}, {"C_KEY", " \n"}});
  const std::string of_a =
      "provider a is disabled: A_KEY is not set; requests for only-a go to its "
      "fallbacks (1 of 3 providers left)";
  const std::string of_c =
      "provider c is disabled: C_KEY is empty; without it only-c is not "
      "served (1 of 3 providers left)";
  CHECK(read.notes
        == lines{of_a, of_c,
                 "route just-a is left out: none of its models is usable",
                 "route a-last is left out: none of its models is usable",
                 "route last is left out: none of its models is usable",
                 "route then is left out: none of its models is usable"});
}

TEST_CASE("a model of a disabled provider is answered by its fallbacks",
          "[settings][disabled]") {
  const auto read = test::load(three(), {{"B_KEY", "k"}, {"C_KEY", "k"}});
  REQUIRE(read.catalog.knows("only-a"));
  const auto& instead = read.catalog.routes.at("only-a");
  CHECK(instead.strategy == domain::strategy::listed);
  CHECK(instead.candidates.empty());
  CHECK(instead.fallbacks == lines{"all"});
  domain::request_facts facts;
  facts.model = "only-a";
  const auto planned = domain::make_plan(read.catalog, facts);
  REQUIRE(std::holds_alternative<domain::plan>(planned));
  CHECK(std::get<domain::plan>(planned) == domain::plan{0, 1});
}

TEST_CASE("a model whose fallbacks are disabled too is not served",
          "[settings][disabled]") {
  auto config = three();
  config["models"][0]["fallbacks"] = {"only-c"};
  const auto read = test::load(config, {{"B_KEY", "k"}});
  CHECK_FALSE(read.catalog.knows("only-a"));
  CHECK(read.notes.at(0)
        == "provider a is disabled: A_KEY is not set; without it only-a is "
           "not served (1 of 3 providers left)");
  CHECK(std::ranges::none_of(read.notes, [](const std::string& note) {
    return note.starts_with("route only-a");
  }));
}

TEST_CASE("a missing key file disables its provider", "[settings][disabled]") {
  auto config = three();
  config["providers"]["a"] = {{"kind", "openai"}, {"api_key_file", "none"}};
  const test::temporary_folder folder;
  const auto read =
      test::load(config, {{"B_KEY", "k"}, {"C_KEY", "k"}}, folder.path());
  REQUIRE(!read.notes.empty());
  CHECK(read.notes[0]
        == "provider a is disabled: the file that api_key_file names does not "
           "exist; requests for only-a go to its fallbacks (2 of 3 providers "
           "left)");
  folder.write("none", "\n");
  const auto empty =
      test::load(config, {{"B_KEY", "k"}, {"C_KEY", "k"}}, folder.path());
  CHECK_THAT(empty.notes.at(0), Catch::Contains("/none is empty"));
}

TEST_CASE("without any usable provider the problem names the variables",
          "[settings][disabled]") {
  CHECK(problems_of(three())
        == lines{"providers: no provider is usable: set A_KEY, B_KEY or "
                 "C_KEY"});
  auto config = test::minimal();
  config["providers"]["here"]["api_key_file"] = "none.key";
  CHECK(problems_of(config)
        == lines{"providers: no provider is usable: their key files are "
                 "missing or empty"});
}

TEST_CASE("without any usable model there is nothing to start for",
          "[settings][disabled]") {
  auto config = test::minimal();
  config["providers"]["here"]["api_key_env"] = "A_KEY";
  config["providers"]["spare"] = {{"kind", "openai"}, {"api_key_env", "B_KEY"}};
  CHECK(problems_of(config, {{"B_KEY", "k"}})
        == lines{"models: no model is usable: the providers of all of them "
                 "are disabled"});
}

TEST_CASE("what a disabled provider says is validated all the same",
          "[settings][disabled]") {
  auto config = three();
  config["providers"]["a"]["timeouts"]["idle_ms"] = 0;
  config["models"][0]["tier"] = "gold";
  CHECK(problems_of(config, {{"B_KEY", "k"}}).size() == 2);
}
