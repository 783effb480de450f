#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether::settings;
using test::json;
using test::lines;
using test::minimal;
using test::minimal_with;
using test::problems_of;

TEST_CASE("a model must stand at a provider that exists",
          "[settings][references]") {
  CHECK(problems_of(minimal_with("/models/0/provider", "hree"))
        == lines{"models[0].provider: is \"hree\", which is no provider; did "
                 "you mean `here`?"});
  CHECK(problems_of(minimal_with("/models/0/provider", "elsewhere-at-all"))
        == lines{"models[0].provider: is \"elsewhere-at-all\", which is no "
                 "provider; there are here"});
  auto without = minimal();
  without["models"][0].erase("provider");
  CHECK(problems_of(without)
        == lines{"models[0].provider: is missing, must be the name of one of "
                 "the providers"});
}

TEST_CASE(
    "a route leads to models that exist, by way of routes only in its "
    "fallbacks",
    "[settings][references]") {
  CHECK(problems_of(minimal_with("/routes/auto/candidates", {"smal"}))
        == lines{"routes.auto.candidates[0]: is \"smal\", which is no model; "
                 "did you mean `small`?"});
  CHECK(problems_of(
            minimal_with("/routes/fast", {{"candidates", {"small", "auto"}}}))
        == lines{"routes.fast.candidates[1]: is \"auto\", a route; candidates "
                 "must be models, fallbacks may be routes"});
  CHECK(problems_of(minimal_with("/routes/auto/fallbacks", {"autoo"}))
        == lines{"routes.auto.fallbacks[0]: is \"autoo\", which is no model "
                 "and no route; did you mean `auto`?"});
  CHECK(problems_of(minimal_with("/routes/auto/candidates", json::array()))
        == lines{"routes.auto.candidates: is empty, must name at least one "
                 "model"});
  CHECK(problems_of(minimal_with("/routes/auto", json::object()))
        == lines{"routes.auto.candidates: is missing, must be a list of model "
                 "names"});
}

TEST_CASE("a name that stands twice in a list is refused",
          "[settings][references]") {
  CHECK(problems_of(minimal_with("/routes/auto/candidates", {"small", "small"}))
        == lines{"routes.auto.candidates[1]: is \"small\", which stands "
                 "twice"});
}

TEST_CASE("the same model stands at several providers, but once at each",
          "[settings][references]") {
  auto config = minimal();
  config["providers"]["there"] = config["providers"]["here"];
  config["models"].push_back({{"name", "small"}, {"provider", "there"}});
  CHECK(problems_of(config).empty());
  config["models"].push_back({{"name", "small"}, {"provider", "here"}});
  CHECK(problems_of(config)
        == lines{"models[2]: is \"small\" at provider here once more, as "
                 "models[0]"});
}

TEST_CASE("a route is not called like a model", "[settings][references]") {
  CHECK(problems_of(minimal_with("/routes/small", {{"candidates", {"small"}}}))
        == lines{"routes.small: is also the name of a model, must be a name "
                 "of its own"});
}

TEST_CASE("names are plain enough for headers and metrics",
          "[settings][references]") {
  CHECK(problems_of(minimal_with("/routes/a b", {{"candidates", {"small"}}}))
        == lines{"routes.a b: is \"a b\", must be a name of 1 to 128 "
                 "characters out of letters, digits, . _ - / : @ +"});
  auto config = minimal();
  config["providers"]["o/k"] = config["providers"]["here"];
  CHECK(problems_of(config)
        == lines{"providers.o/k: is \"o/k\", must be a name of 1 to 128 "
                 "characters out of letters, digits, . _ -"});
  CHECK_THAT(
      problems_of(minimal_with("/models/0/upstream_name", "a\r\nb")).at(0),
      Catch::StartsWith("models[0].upstream_name: is \"a??b\", must"));
}

TEST_CASE("fallbacks that run in a circle are refused where they start",
          "[settings][references]") {
  auto config = minimal();
  config["routes"]["x"] = {{"candidates", {"small"}}, {"fallbacks", {"y"}}};
  config["routes"]["y"] = {{"candidates", {"small"}}, {"fallbacks", {"x"}}};
  CHECK(problems_of(config)
        == lines{"routes.x.fallbacks: fallbacks run in a circle: x -> y -> x; "
                 "must end somewhere"});
  CHECK(problems_of(minimal_with("/models/0/fallbacks", {"small"}))
        == lines{"models[0].fallbacks: fallbacks run in a circle: small -> "
                 "small; must end somewhere"});
}

TEST_CASE(
    "a model that falls back to a route it is a candidate of runs in no "
    "circle",
    "[settings][references]") {
  CHECK(problems_of(minimal_with("/models/0/fallbacks", {"auto"})).empty());
}
