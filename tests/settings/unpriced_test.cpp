#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

using namespace bellwether;
using namespace bellwether::settings;
using domain::model_family;
using test::json;
using test::lines;
using test::problems_of;

namespace {

const std::string remedy =
    ": give a price (0 if it is free), or set default_price";

/// minimal() whose model has no price, with another at a second provider.
json unpriced() {
  auto config = test::minimal();
  config["models"][0].erase("price");
  config["providers"]["there"] = config["providers"]["here"];
  config["models"].push_back({{"name", "large"}, {"provider", "there"}});
  return config;
}

json budget(const char* name, const json& more = json::object()) {
  json out{{"name", name}, {"limit_usd", 1}};
  out.update(more);
  return out;
}

} // namespace

TEST_CASE("models without a price under a hard budget are noted",
          "[settings][unpriced]") {
  auto config = unpriced();
  CHECK(test::load(config).notes
        == lines{"models small and large have no price, so budget \"monthly\" "
                 "refuses them"
                 + remedy});
  config["budgets"] = {budget("a", {{"scope", {{"provider", "there"}}}}),
                       budget("b", {{"scope", {{"model", "large"}}},
                                    {"when_exceeded", "degrade"}})};
  CHECK(test::load(config).notes
        == lines{"model large has no price, so budgets \"a\" and \"b\" refuse "
                 "it"
                 + remedy});
}

TEST_CASE("alerts and other scopes do not ask for prices",
          "[settings][unpriced]") {
  auto config = unpriced();
  config["budgets"] = json::array();
  CHECK(test::load(config).notes.empty());
  config["budgets"] = json::array({budget("a", {{"when_exceeded", "alert"}})});
  CHECK(test::load(config).notes.empty());
  config["models"][0]["price"] = {{"flat_usd_per_mtok", 0}};
  config["budgets"] =
      json::array({budget("a", {{"scope", {{"model", "small"}}}})});
  CHECK(test::load(config).notes.empty());
}

TEST_CASE("a model of a disabled provider is not noted once more",
          "[settings][unpriced]") {
  auto config = unpriced();
  config["providers"]["there"]["api_key_env"] = "NOT_SET";
  const auto notes = test::load(config).notes;
  REQUIRE(notes.size() == 2);
  CHECK_THAT(notes[0], Catch::StartsWith("provider there is disabled"));
  CHECK_THAT(notes[1], Catch::StartsWith("model small has no price"));
}

TEST_CASE("the default price is that of models without one",
          "[settings][unpriced]") {
  auto config = unpriced();
  config["models"].push_back(
      {{"name", "vectors"}, {"provider", "here"}, {"task", "embeddings"}});
  config["models"].push_back({{"name", "dear"},
                              {"provider", "here"},
                              {"price", {{"flat_usd_per_mtok", 9}}}});
  config["default_price"] = {{"flat_usd_per_mtok", 3}};
  const auto read = test::load(config);
  CHECK(read.notes.empty());
  const auto& models = read.catalog.deployments;
  REQUIRE(models.size() == 4);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(models[i].price == domain::price::flat(domain::money::usd(3)));
  CHECK(models[3].price == domain::price::flat(domain::money::usd(9)));
}

TEST_CASE("a wrong default price is named", "[settings][unpriced]") {
  auto config = unpriced();
  config["default_price"] = "gpt-4.1";
  CHECK(problems_of(config)
        == lines{"default_price: is \"gpt-4.1\", must be an object of "
                 "prices"});
  config["default_price"] = {{"input_usd_per_mtok", 1}};
  CHECK(problems_of(config)
        == lines{"default_price.output_usd_per_mtok: is missing, must be a "
                 "number of USD per million tokens (or give flat_usd_per_mtok "
                 "alone)"});
}

TEST_CASE("a model has the tokenizer of its provider's kind, or another",
          "[settings][unpriced]") {
  const auto family = [](const char* kind, const char* tokenizer = nullptr) {
    auto config = test::minimal();
    config["providers"]["here"]["kind"] = kind;
    if (tokenizer != nullptr)
      config["models"][0]["tokenizer"] = tokenizer;
    return test::load(config).catalog.deployments.at(0).family;
  };
  CHECK(family("openai") == model_family::openai);
  CHECK(family("anthropic") == model_family::anthropic);
  CHECK(family("gemini") == model_family::gemini);
  CHECK(family("deepseek") == model_family::deepseek);
  CHECK(family("openai_compatible") == model_family::other);
  CHECK(family("openai_compatible", "anthropic") == model_family::anthropic);
  CHECK(family("anthropic", "other") == model_family::other);
  CHECK(problems_of(test::minimal_with("/models/0/tokenizer", "claude"))
        == lines{"models[0].tokenizer: is \"claude\", must be openai, "
                 "anthropic, gemini, deepseek or other"});
}
