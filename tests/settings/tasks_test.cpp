#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::settings;
using test::json;
using test::lines;
using test::problems_of;

namespace {

const std::string uncomparable =
    ", another model for embeddings; must be left out, because vectors of "
    "different models cannot be compared (the same name at a further provider "
    "can stand in)";

/// minimal() with two models for embeddings and a second provider.
json with_vectors() {
  auto config = test::minimal();
  config["providers"]["there"] = config["providers"]["here"];
  for (const auto* name : {"v1", "v2"})
    config["models"].push_back(
        {{"name", name}, {"provider", "here"}, {"task", "embeddings"}});
  return config;
}

} // namespace

TEST_CASE("a route that mixes tasks is refused", "[settings][tasks]") {
  auto config = with_vectors();
  config["routes"]["auto"]["candidates"] = {"small", "v1"};
  CHECK(problems_of(config)
        == lines{"routes.auto.candidates[1]: is \"v1\", which is for "
                 "embeddings, must be for chat as the others are"});
  config["routes"]["auto"]["candidates"] = {"v1", "small"};
  CHECK(problems_of(config)
        == lines{"routes.auto.candidates[1]: is \"small\", which is for chat, "
                 "must be for embeddings as the others are"});
}

TEST_CASE("fallbacks do the task of what they stand in for",
          "[settings][tasks]") {
  auto config = with_vectors();
  config["routes"]["vectors"] = {{"candidates", {"v1"}}};
  CHECK(problems_of(config).empty());
  config["routes"]["auto"]["fallbacks"] = {"vectors"};
  CHECK(problems_of(config)
        == lines{"routes.auto.fallbacks[0]: is \"vectors\", which is for "
                 "embeddings, must be for chat as the others are"});
  config = with_vectors();
  config["models"][1]["fallbacks"] = {"auto"};
  CHECK(problems_of(config)
        == lines{"models[1].fallbacks[0]: is \"auto\", which is for chat, must "
                 "be for embeddings as the others are"});
}

TEST_CASE("no model for embeddings stands in for another",
          "[settings][tasks]") {
  auto config = with_vectors();
  config["routes"]["vectors"] = {{"candidates", {"v1", "v2"}}};
  CHECK(problems_of(config)
        == lines{"routes.vectors.candidates[1]: is \"v2\"" + uncomparable});
  config = with_vectors();
  config["models"][1]["fallbacks"] = {"v2"};
  CHECK(problems_of(config)
        == lines{"models[1].fallbacks[0]: is \"v2\"" + uncomparable});
}

TEST_CASE("a name has one task at all of its providers", "[settings][tasks]") {
  auto config = with_vectors();
  config["models"].push_back(
      {{"name", "v1"}, {"provider", "there"}, {"task", "embeddings"}});
  CHECK(problems_of(config).empty());
  config["models"][3].erase("task");
  CHECK(problems_of(config)
        == lines{"models[3].task: is chat, but \"v1\" is for embeddings in "
                 "models[1], must be the same at all providers"});
}
