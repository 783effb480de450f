#include "settings/configuration.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace bellwether;
using domain::money;
using settings::test::json;

namespace {

const std::string folder = std::string{BELLWETHER_SOURCE_DIR} + "/config/";

struct rates {
  double input;
  double cached;
  double write;
  double output;
};

struct row {
  const char* name;
  rates usual;
  std::optional<rates> above_200k = std::nullopt;
};

/// USD per million tokens on 2026-11-22. Where a provider has no price for
/// writing to its cache, that is the input price.
const std::vector<row> list_prices{
    {"gpt-4.1", {2.00, 0.50, 2.00, 8.00}},
    {"gpt-4.1-mini", {0.40, 0.10, 0.40, 1.60}},
    {"gpt-4.1-nano", {0.10, 0.025, 0.10, 0.40}},
    {"gpt-4o", {2.50, 1.25, 2.50, 10.00}},
    {"gpt-4o-mini", {0.15, 0.075, 0.15, 0.60}},
    {"gpt-5", {1.25, 0.125, 1.25, 10.00}},
    {"gpt-5-mini", {0.25, 0.025, 0.25, 2.00}},
    {"claude-sonnet-4-5",
     {3.00, 0.30, 3.75, 15.00},
     rates{6.00, 0.60, 7.50, 22.50}},
    {"claude-haiku-4-5", {1.00, 0.10, 1.25, 5.00}},
    {"claude-opus-4-5", {5.00, 0.50, 6.25, 25.00}},
    {"gemini-2.5-flash", {0.30, 0.03, 0.30, 2.50}},
    {"gemini-2.5-flash-lite", {0.10, 0.01, 0.10, 0.40}},
    {"gemini-2.5-pro",
     {1.25, 0.125, 1.25, 10.00},
     rates{2.50, 0.25, 2.50, 15.00}},
    {"deepseek-chat", {0.28, 0.028, 0.00, 0.42}},
    {"deepseek-reasoner", {0.28, 0.028, 0.28, 0.42}},
    {"deepseek-v3.2", {0.28, 0.028, 0.28, 0.40}},
    {"gpt-4.1-flat", {8.00, 8.00, 8.00, 8.00}},
    {"claude-sonnet-4-5-flat", {15.00, 15.00, 15.00, 15.00}},
    {"gemini-2.5-flash-flat", {2.50, 2.50, 2.50, 2.50}},
    {"deepseek-v3.2-flat", {0.42, 0.42, 0.42, 0.42}},
};

domain::token_prices of(const rates& r) {
  return {money::usd(r.input), money::usd(r.cached), money::usd(r.write),
          money::usd(r.output)};
}

json shipped_list() {
  return json::parse(settings::test::project_file("config/pricing.json"),
                     nullptr, true, true);
}

} // namespace

TEST_CASE("the shipped list has the prices that the providers list",
          "[settings][shipped][prices]") {
  for (const auto& expected : list_prices) {
    INFO(expected.name);
    auto config =
        settings::test::minimal_with("/models/0/price", expected.name);
    config["pricing_file"] = "pricing.json";
    const auto read = settings::test::load(config, {}, folder);
    const auto price =
        read.catalog.deployments[0].price.value_or(domain::price{});
    CHECK(price.at(200'000) == of(expected.usual));
    CHECK(price.at(200'001)
          == of(expected.above_200k.value_or(expected.usual)));
  }
}

TEST_CASE("the shipped list has no other models, a date and a source",
          "[settings][shipped][prices]") {
  const auto list = shipped_list();
  CHECK(list["models"].size() == list_prices.size());
  CHECK(list["updated"] == "2026-11-22");
  CHECK_THAT(list["source"].get<std::string>(),
             Catch::Contains("model_prices_and_context_window.json"));
}

TEST_CASE("the shipped models' flat prices are those of the list",
          "[settings][shipped][prices]") {
  const auto config =
      json::parse(settings::test::project_file("config/bellwether.json"),
                  nullptr, true, true);
  const auto list = shipped_list()["models"];
  for (const auto& model : config["models"]) {
    const auto name = model["name"].get<std::string>();
    const auto entry = name == "claude-sonnet-4.5" ? "claude-sonnet-4-5" : name;
    INFO(name);
    CHECK(model["price"] == list.at(entry + "-flat"));
  }
}
